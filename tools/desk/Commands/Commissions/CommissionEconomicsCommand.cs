using System.CommandLine;
using System.Globalization;
using System.Numerics;
using CoretimeDesk.Commissions.Estimating;
using CoretimeDesk.Commissions.Ledger;
using CoretimeDesk.Commissions.Plans;
using CoretimeDesk.Desk.Client;
using CoretimeDesk.Desk.Commands.Chain;
using CoretimeDesk.Desk.Commands.Quoting;
using CoretimeDesk.Desk.Commands.Work;
using CoretimeDesk.Desk.Output;
using CoretimeDesk.Market;

namespace CoretimeDesk.Desk.Commands.Commissions;

/// <summary><c>./desk commission economics</c></summary>
internal static class CommissionEconomicsCommand
{
    private static readonly string[] Columns = ["period", "price of a core", "commission", "overlay"];

    public static Command Make()
    {
        var (plan, json) = (CommissionInput.Plan(), SessionCommands.Json());
        var id = new Option<string?>("--plan-id") { Description = "Which plan of the file. Without it: the only one there is.", HelpName = "ID" };
        var price = new Option<string>("--price") { Description = "What a core costs for one period now: \"10 DOT\", or \"100000000000 planck\".", HelpName = "AMOUNT", Required = true };
        var bump = new Option<int>("--bump-bp") { Description = "How much a renewal costs more than the one before it, in basis points. Read the chain's with './desk chain price'.", DefaultValueFactory = _ => 300 };
        var periods = new Option<int>("--periods") { Description = "For how many periods of 28 days; 13 are a core-year.", DefaultValueFactory = _ => UnitEconomics.YearPeriods };
        var cores = new Option<int>("--cores") { Description = "How many cores the customer buys.", DefaultValueFactory = _ => 1 };
        var income = new Option<string?>("--income") { Description = "Say how many such deals an income takes: \"500 DOT\".", HelpName = "AMOUNT" };
        var command = new Command("economics", "Say what selling a core earns at a price, by the code that commissions are paid by. Exit code 2 when the plans cannot be read.") { plan, id, price, bump, periods, cores, income, json };
        command.SetAction(r =>
        {
            var asJson = r.GetValue(json);
            if (CommissionInput.Read(r.GetValue(plan)!, asJson) is not { } plans)
            {
                return CommissionCommand.Unreadable;
            }

            var chosen = Choose(plans, r.GetValue(id));
            var token = Token.TryFind(chosen.Currency, out var known) ? known : throw new DeskException($"--plan: plan {chosen.Id} pays in '{chosen.Currency}', which is no token of a chain. './desk commission check' says more.");
            var wanted = r.GetValue(income) is { } text ? RuleInput.Amount("--income", text, token) : (Planck?)null;
            var economics = Reckon(plans, chosen, RuleInput.Amount("--price", r.GetValue(price)!, token), RuleInput.Rate("--bump-bp", r.GetValue(bump)), r.GetValue(periods), r.GetValue(cores));
            var deals = wanted is { } amount ? economics.DealsFor(amount.Value) : null;
            if (asJson)
            {
                ChainOutput.Json(writer => Write(writer, chosen, economics, deals));
            }
            else
            {
                Show(economics, token, r.GetValue(cores), wanted, deals);
            }

            return 0;
        });
        return command;
    }

    private static CommissionPlan Choose(PlanBook plans, string? id) => (id, plans.Plans.Count) switch
    {
        (null, 1) => plans.Plans.Values.Single(),
        (null, _) => throw new DeskException($"--plan-id: name one of {string.Join(", ", plans.Plans.Keys)}."),
        _ => plans.Plans.GetValueOrDefault(id) ?? throw new DeskException($"--plan-id: there is no plan '{id}'; the file has {string.Join(", ", plans.Plans.Keys)}."),
    };

    private static UnitEconomics Reckon(PlanBook plans, CommissionPlan plan, Planck price, BasisPoints bump, int periods, int cores)
    {
        if (periods is < 1 or > UnitEconomics.PeriodsMax)
        {
            throw new DeskException($"--periods: write 1 to {UnitEconomics.PeriodsMax.ToString(CultureInfo.InvariantCulture)}.");
        }

        if (cores is < 1 or > 10_000)
        {
            throw new DeskException("--cores: write 1 to 10000.");
        }

        try
        {
            return UnitEconomics.Of(plans, plan.Id, price, new(bump.Value * (Perbill.One / BasisPoints.One)), periods, (uint)cores);
        }
        catch (OverflowException e)
        {
            throw new DeskException("--price: at that price a period needs more than 128 bits.", e);
        }
    }

    private static void Show(UnitEconomics x, Token token, int cores, Planck? income, BigInteger? deals)
    {
        var screen = new Screen();
        Answer.Rows(screen, x.Periods, "", "", Columns, p =>
            [p.Number.ToString(CultureInfo.InvariantCulture), token.Format(p.Price), CommissionInput.Money(p.Commission, token), CommissionInput.Money(p.Overlay, token)]);
        var what = $"{(cores == 1 ? "A core" : $"{cores.ToString(CultureInfo.InvariantCulture)} cores")} for {x.Periods.Length.ToString(CultureInfo.InvariantCulture)} periods of {UnitEconomics.PeriodDays} days";
        screen.Line($"{what}: the customer pays {CommissionInput.Money(x.Revenue, token)}; the commission is {CommissionInput.Money(x.Commission, token)}, and {CommissionInput.Money(x.Overlay, token)} beside it for who keeps the customer.");
        screen.Line($"At the plan's lowest and highest rate it would be {CommissionInput.Money(x.Lowest, token)} and {CommissionInput.Money(x.Highest, token)}.");
        screen.Line($"By role: {string.Join(", ", x.ByRole.Select(r => $"{r.Key} {CommissionInput.Money(r.Value, token)}"))}.");
        if (income is { } wanted)
        {
            screen.Line(deals is { } number ? $"{token.Format(wanted)} of commission takes {number.ToString(CultureInfo.InvariantCulture)} such deal{(number.IsOne ? "" : "s")}." : $"No number of such deals brings {token.Format(wanted)}.");
        }
    }

    private static void Write(System.Text.Json.Utf8JsonWriter writer, CommissionPlan plan, UnitEconomics x, BigInteger? deals)
    {
        writer.WriteStartObject();
        writer.WriteString("plan", plan.Id);
        writer.WriteString("currency", plan.Currency);
        writer.WriteStartArray("periods");
        foreach (var period in x.Periods)
        {
            writer.WriteStartObject();
            writer.WriteNumber("period", period.Number);
            writer.Amount("price_planck", period.Price.Value);
            writer.Amount("commission_planck", period.Commission);
            writer.Amount("overlay_planck", period.Overlay);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.Amount("revenue_planck", x.Revenue);
        writer.Amount("commission_planck", x.Commission);
        writer.Amount("overlay_planck", x.Overlay);
        writer.Amount("lowest_planck", x.Lowest);
        writer.Amount("highest_planck", x.Highest);
        writer.WriteStartObject("by_role");
        foreach (var (role, planck) in x.ByRole)
        {
            writer.Amount(role, planck);
        }

        writer.WriteEndObject();
        writer.WriteString("deals_for_income", deals?.ToString(CultureInfo.InvariantCulture));
        writer.WriteEndObject();
    }
}
