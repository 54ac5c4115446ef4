using System.CommandLine;
using CoretimeDesk.Commissions.V1;
using CoretimeDesk.Desk.Client;
using CoretimeDesk.Desk.Commands.Work;
using CoretimeDesk.Desk.Output;
using CoretimeDesk.Market;
using Grpc.Net.Client;

namespace CoretimeDesk.Desk.Commands.Commissions;

/// <summary>The commands of <c>./desk commission</c> that ask the desk about plans, deals and quotas.</summary>
internal static class CommissionServiceCommands
{
    public const string Service = "commissions";

    private static readonly string[] PlanColumns = ["plan", "rate", "split", "token", "in force from", "until", "adopted", "by"];
    private static readonly string[] DealColumns = ["quote", "accepted", "plan", "who shares", "csm"];

    /// <summary><c>./desk commission plans</c></summary>
    public static Command Plans() => new("plans", "The plans that deals are paid by.") { ListPlans(), ShowPlan(), Adopt() };

    /// <summary><c>./desk commission deals</c></summary>
    public static Command Deals() => new("deals", "Accepted quotes, and who shares their commission.") { ListDeals(), Correct(), Quota() };

    /// <summary>An amount with its unit.</summary>
    public static string Money(string planck, string token) => planck.Length == 0 ? "not known" : CommissionInput.Money(
        System.Numerics.BigInteger.Parse(planck, System.Globalization.NumberStyles.AllowLeadingSign, System.Globalization.CultureInfo.InvariantCulture), Token.Known.FirstOrDefault(t => t.Symbol == token));

    /// <summary>The option that says in which token.</summary>
    public static Option<string> InToken() => new("--token") { Description = "In which token: DOT, KSM or PAS.", DefaultValueFactory = _ => Token.Dot.Symbol };

    private static Command ListPlans() => CallCommand.Make(
        Service, "list", "All plans that were adopted.", [],
        (_, c, o) => Client(c).ListPlansAsync(new(), o),
        (screen, answer) => Answer.Rows(
            screen, answer.Plans, "No plan was adopted.", "", PlanColumns,
            p => [$"{p.PlanId}{(p.InForce ? ", in force" : "")}", Rates(p), string.Join(", ", p.Split.Select(s => $"{s.Role} {new BasisPoints(s.Bp)}")), p.Currency, Answer.Date(p.EffectiveFrom), Answer.Date(p.EffectiveTo), Answer.Date(p.AdoptedAt), p.AdoptedBy]));

    private static Command ShowPlan()
    {
        var plan = new Argument<string>("plan") { Description = "The plan's id: default-1." };
        return CallCommand.Make(
            Service, "show", "Print the file that a plan was adopted with: a beginning for the next one.", [plan],
            (r, c, o) => Client(c).GetPlanAsync(new() { PlanId = r.GetValue(plan)! }, o),
            (screen, answer) =>
            {
                screen.Line(answer.PlansJson);
                screen.Note($"Adopted on {Answer.Date(answer.Plan.AdoptedAt)} by {answer.Plan.AdoptedBy}: {answer.Plan.Reason} SHA-256 {answer.Sha256}");
            });
    }

    private static Command Adopt()
    {
        var file = new Argument<FileInfo>("plan.json") { Description = "A plan file; './desk commission check' says what is wrong with one." };
        var reason = new Option<string>("--reason") { Description = "Why.", Required = true };
        return CallCommand.Make(
            Service, "adopt", "Adopt plans for deals that are accepted from their effective_from on. Leadership and budget holders do.", [file, reason],
            (r, c, o) => Client(c).AdoptPlanAsync(new() { RequestId = SessionCommands.NewId(), PlansJson = System.Text.Encoding.UTF8.GetString(CommissionInput.Bytes(r.GetValue(file)!)), Reason = r.GetValue(reason)! }, o),
            (screen, answer) => screen.Done($"Adopted {string.Join(", ", answer.Plans.Select(p => p.PlanId))}. SHA-256 {answer.Sha256}."));
    }

    private static Command ListDeals() => CallCommand.Make(
        Service, "list", "Accepted quotes that you may see, the latest first.", [],
        (_, c, o) => new DealsService.DealsServiceClient(c).ListDealsAsync(new(), o),
        (screen, answer) => Answer.Rows(
            screen, answer.Deals, "No quote was accepted.", "", DealColumns,
            d => [$"{d.Number} r{d.Revision}", Answer.Date(d.AcceptedAt), d.PlanId.Length > 0 ? d.PlanId : d.Problem, string.Join("; ", d.Roles.Select(r => $"{r.Role} {r.PersonName} ({r.Why})")), d.CsmId]));

    private static Command Correct()
    {
        var quote = new Argument<string>("quote-id") { Description = "The quote's id." };
        var (revision, role) = (new Option<uint>("--revision") { Description = "The revision that was accepted.", DefaultValueFactory = _ => 1 }, new Option<string>("--role") { Description = "Of the plan's split: ae, se, sdr.", Required = true });
        var (person, reason) = (new Option<string>("--person") { Description = "Whose it is: a person's id.", Required = true }, new Option<string>("--reason") { Description = "Why.", Required = true });
        return CallCommand.Make(
            Service, "correct", "Give a role of a deal to somebody else, before anything of it is earned. The head of sales does.", [quote, revision, role, person, reason],
            (r, c, o) => new DealsService.DealsServiceClient(c).CorrectParticipantsAsync(
                new() { RequestId = SessionCommands.NewId(), QuoteId = r.GetValue(quote)!, Revision = r.GetValue(revision), Role = r.GetValue(role)!, PersonId = r.GetValue(person)!, Reason = r.GetValue(reason)! }, o),
            (screen, answer) => screen.Done($"{answer.Deal.Number}: {string.Join("; ", answer.Deal.Roles.Select(r => $"{r.Role} {r.PersonName}"))}."));
    }

    private static Command Quota()
    {
        var (person, month) = (new Argument<string>("person") { Description = "A person's id." }, new Argument<string>("month") { Description = "A month that has not begun: 2026-12." });
        var (planck, token) = (new Argument<string>("planck") { Description = "What customers are to pay in it, in planck." }, InToken());
        return CallCommand.Make(
            Service, "quota", "Say what somebody is to attain in a month. The first that is set counts. The head of sales and leadership do.", [person, month, planck, token],
            (r, c, o) => new DealsService.DealsServiceClient(c).SetQuotaAsync(
                new() { RequestId = SessionCommands.NewId(), PersonId = r.GetValue(person)!, Month = r.GetValue(month)!, Planck = r.GetValue(planck)!, Token = r.GetValue(token)! }, o),
            (screen, _) => screen.Done("It is set."));
    }

    private static string Rates(Plan plan) => plan.HighestBp > plan.FlatBp ? $"{new BasisPoints(plan.FlatBp)}, up to {new BasisPoints(plan.HighestBp)}" : $"{new BasisPoints(plan.FlatBp)}";

    private static PlansService.PlansServiceClient Client(GrpcChannel channel) => new(channel);
}
