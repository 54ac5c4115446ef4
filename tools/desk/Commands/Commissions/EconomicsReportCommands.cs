using System.CommandLine;
using System.Globalization;
using System.Numerics;
using CoretimeDesk.Commissions.Estimating;
using CoretimeDesk.Commissions.V1;
using CoretimeDesk.Desk.Client;
using CoretimeDesk.Desk.Commands.Quoting;
using CoretimeDesk.Desk.Commands.Work;
using CoretimeDesk.Desk.Output;
using CoretimeDesk.Market;
using Grpc.Net.Client;

namespace CoretimeDesk.Desk.Commands.Commissions;

/// <summary><c>./desk commission report</c>: unit economics of the desk's own plans and sales.</summary>
internal static class EconomicsReportCommands
{
    private const string Service = CommissionServiceCommands.Service;
    private const uint BillionthsInBp = Perbill.One / BasisPoints.One;
    private static readonly string[] PlanColumns = ["plan", "rate", "a core-year costs", "commission", "overlay", "at lowest to highest rate"];
    private static readonly string[] SoldColumns = ["plan", "payments", "customers paid", "core-periods", "due", "delivered", "share"];
    private static readonly string[] SellerColumns = ["seller", "customers paid", "core-periods", "own part due", "delivered", "paid out", "a core-year today"];

    public static Command Make() => new("report", "Unit economics: what a core-year earns at today's price by each plan, and what each seller sold and was paid. A seller sees their own row, a team lead the team's.") { Show(), Export() };

    private static Command Show()
    {
        var question = new Question();
        return CallCommand.Make(
            Service, "show", "Show it.", question.Options,
            (r, c, o) => Client(c).GetEconomicsAsync(question.Of(r), o),
            (screen, answer) => Print(screen, answer.Economics));
    }

    private static Command Export()
    {
        var question = new Question();
        var format = Words.Option<EconomicsFormat>("--format", "As what: markdown (the usual) for a treasury's readers, csv for spreadsheets.");
        var names = new Option<bool>("--names") { Description = "Name sellers. Without it they are numbered, as befits a report that anybody may read." };
        var output = new Option<FileInfo?>("--output", "--out") { Description = "Where the file goes; it is printed when left out.", HelpName = "FILE" };
        return CallCommand.Make(
            Service, "export", "The same as a report, with the block of each payment.", [.. question.Options, format, names, output],
            (r, c, o) => Client(c).ExportEconomicsAsync(new() { Of = question.Of(r), Format = Words.Parse<EconomicsFormat>(r.GetValue(format)), WithNames = r.GetValue(names) }, o),
            (_, _) => { },
            (r, answer) =>
            {
                StatementCommands.Give(r.GetValue(output), r.GetValue<bool>("--json"), answer.Content);
                return 0;
            });
    }

    private static void Print(Screen screen, Economics x)
    {
        screen.Line(x.FromMonth == x.ToMonth ? $"{x.FromMonth}, in {x.Token}, as of {Answer.Date(x.AsOf)}" : $"{x.FromMonth} to {x.ToMonth}, in {x.Token}, as of {Answer.Date(x.AsOf)}");
        screen.Line(x.Today is { } today
            ? $"A core costs {Money(x, today.Planck)} for a period of 28 days{(today.Chain.Length == 0 ? ", as given" : $": {today.Phase}, {Answer.Date(today.At)}, {today.Chain}, block {today.BlockNumber.ToString("N0", CultureInfo.InvariantCulture)}")}; a renewal {new Perbill(today.RenewalBump)} more than the one before it. A core-year is 13 periods."
            : $"What a core-year earns is not known. {x.TodayProblem}");
        Answer.Rows(
            screen, x.Plans.Where(p => p.CoreYear is not null).ToList(), x.Today is null ? "" : $"No plan for {x.Token} is in force.", "", PlanColumns,
            p => [p.PlanId, $"{new BasisPoints(p.FlatBp)}", Money(x, p.CoreYear.RevenuePlanck), Money(x, p.CoreYear.CommissionPlanck), Money(x, p.CoreYear.OverlayPlanck), $"{Money(x, p.CoreYear.LowestPlanck)} to {Money(x, p.CoreYear.HighestPlanck)}"]);
        if (x.Total is not null)
        {
            Answer.Rows(screen, x.Plans.Where(p => p.Sold is not null).Select(p => (p.PlanId, p.Sold)).Append(("all", x.Total)).ToList(), "", "", SoldColumns, p => Row(x, p.Item1, p.Item2));
        }

        Answer.Rows(
            screen, x.Sellers, "Nothing that you may see was sold in these months.", "", SellerColumns,
            s => [s.Name.Length > 0 ? s.Name : s.ParticipantId, Money(x, s.Owned.BasePlanck), CorePeriods(s.Owned), Money(x, s.AccruedPlanck), Money(x, s.EarnedPlanck), Money(x, s.PaidOutPlanck), s.CoreYearPlanck.Length == 0 ? "–" : Money(x, s.CoreYearPlanck)]);
        if (x.Payments.Count > 0)
        {
            screen.Note($"It adds up {x.Payments.Count} payments; './desk commission report export' names the block of each.");
        }
    }

    private static string[] Row(Economics x, string name, Sold sold) =>
        [name, $"{sold.Payments}", Money(x, sold.BasePlanck), CorePeriods(sold), Money(x, sold.AccruedPlanck), Money(x, sold.EarnedPlanck), sold.HasShareBp ? $"{new BasisPoints(sold.ShareBp)}" : "–"];

    private static string CorePeriods(Sold sold) => UnitEconomics.CorePeriods(BigInteger.Parse(sold.CoreTimeslices, CultureInfo.InvariantCulture));

    private static string Money(Economics x, string planck) => CommissionServiceCommands.Money(planck, x.Token);

    private static EconomicsService.EconomicsServiceClient Client(GrpcChannel channel) => new(channel);

    /// <summary>What is asked: the same of both.</summary>
    private sealed class Question
    {
        private readonly Option<string?> _from = new("--from") { Description = "The first month: 2026-09. Without it only the last one.", HelpName = "MONTH" };
        private readonly Option<string?> _to = new("--to") { Description = "The last month; the one that runs when left out.", HelpName = "MONTH" };
        private readonly Option<string> _token = CommissionServiceCommands.InToken();
        private readonly Option<string?> _price = new("--price") { Description = "What a core costs for one period, \"10 DOT\", instead of what it costs in the sale now.", HelpName = "AMOUNT" };
        private readonly Option<int?> _bump = new("--bump-bp") { Description = "With --price: how much a renewal costs more than the one before it, in basis points; 300 when left out.", HelpName = "BP" };

        public IEnumerable<Symbol> Options => [_from, _to, _token, _price, _bump];

        public GetEconomicsRequest Of(ParseResult r)
        {
            var request = new GetEconomicsRequest { Token = r.GetValue(_token)!, FromMonth = r.GetValue(_from) ?? "", ToMonth = r.GetValue(_to) ?? "" };
            if (r.GetValue(_price) is { } price)
            {
                var token = Token.Known.FirstOrDefault(t => t.Symbol == request.Token) ?? throw new DeskException($"--token: '{request.Token}' is none of {string.Join(", ", Token.Known.Select(t => t.Symbol))}.");
                request.PricePlanck = $"{RuleInput.Amount("--price", price, token)}";
            }

            if (r.GetValue(_bump) is { } bump)
            {
                request.RenewalBump = RuleInput.Rate("--bump-bp", bump).Value * BillionthsInBp;
            }

            return request;
        }
    }
}
