using System.CommandLine;
using CoretimeDesk.CreditGrants.V1;
using CoretimeDesk.Desk.Client;
using CoretimeDesk.Desk.Commands.Work;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;

namespace CoretimeDesk.Desk.Commands.Credits;

/// <summary>What people do with a grant that runs, under <c>./desk credits</c>.</summary>
internal static class GrantStepCommands
{
    public static Command Open()
    {
        var (grant, tranche, yes) = (CreditsCall.Grant(), Tranche(), Confirmation.Yes());
        return CreditsCall.Make("open", "Open the next tranche: the one before is used, no suspicion stands, its milestone is reached.", [grant, tranche, yes], async (r, call, cancellation) =>
        {
            var known = (await call.GrantAsync(r, grant, cancellation)).Grant;
            var number = r.GetValue(tranche);
            var value = known.Tranches.FirstOrDefault(t => t.Number == number)?.Value ?? throw new DeskException($"tranche: {known.Number} has no tranche {number}; it has {known.Tranches.Count}.");
            Confirmation.Ask(r, yes, $"The sponsor may then pay another {GrantView.Money(known, value)} for {known.AccountName}. Open tranche {number} of {known.Number}?");
            var answer = await call.GrantsAsync(r, (c, o) => c.OpenTrancheAsync(new() { RequestId = SessionCommands.NewId(), GrantId = known.GrantId, Tranche = number }, o), cancellation);
            call.Show(r, answer, screen => screen.Done($"Tranche {number} of {answer.Grant.Number} is open: {GrantView.Money(answer.Grant, value)}."));
        });
    }

    public static Command Milestone()
    {
        var tranche = Tranche();
        var evidence = new Option<string>("--evidence") { Description = "What shows it: a link, a document's digest. At most 500 characters.", Required = true };
        return Step("milestone", "Note that a tranche's milestone was reached.", [tranche, evidence],
            (r, c, id, o) => c.RecordMilestoneAsync(new() { RequestId = SessionCommands.NewId(), GrantId = id, Tranche = r.GetValue(tranche), Evidence = r.GetValue(evidence)! }, o),
            a => a.Grant, (r, g) => $"The milestone of tranche {r.GetValue(tranche)} of {g.Number} is reached.");
    }

    public static Command Flag()
    {
        var flag = new Argument<string>("suspicion") { Description = "What is suspected, at most 200 characters." };
        return Step("flag", "Note a suspicion of abuse: no tranche opens and no call is prepared while it stands.", [flag],
            (r, c, id, o) => c.FlagGrantAsync(new() { RequestId = SessionCommands.NewId(), GrantId = id, Flag = r.GetValue(flag)! }, o),
            a => a.Grant, (_, g) => $"{g.Number} stands still: {string.Join("; ", g.Flags)}.");
    }

    public static Command Unflag()
    {
        var flag = new Argument<string>("suspicion") { Description = "The suspicion, as './desk credits show' has it." };
        var reason = CreditsCall.Reason("Why it is none.");
        return Step("unflag", "Clear a suspicion. Another person than who raised it does.", [flag, reason],
            (r, c, id, o) => c.ClearFlagAsync(new() { RequestId = SessionCommands.NewId(), GrantId = id, Flag = r.GetValue(flag)!, Reason = r.GetValue(reason)! }, o),
            a => a.Grant, (_, g) => g.Flags.Count == 0 ? $"No suspicion of {g.Number} stands." : $"Suspicions of {g.Number} that still stand: {string.Join("; ", g.Flags)}.");
    }

    public static Command Extend()
    {
        var until = new Option<string>("--until") { Description = $"The new end, later than the present one: {Dates.Hint}.", Required = true };
        var reason = CreditsCall.Reason("Why.");
        return Step("extend", "Move a grant's end, before it has come. Example: ./desk credits extend G-2026-000007 --until 2027-12-31 --reason \"main net moved\"", [until, reason],
            (r, c, id, o) => c.ExtendGrantAsync(new() { RequestId = SessionCommands.NewId(), GrantId = id, ExpiresAt = Dates.Parse("--until", r.GetValue(until)!).ToTimestamp(), Reason = r.GetValue(reason)! }, o),
            a => a.Grant, (_, g) => $"{g.Number} ends {Answer.Date(g.ExpiresAt)}.");
    }

    public static Command Revoke()
    {
        var (grant, reason, yes) = (CreditsCall.Grant(), CreditsCall.Reason("Why."), Confirmation.Yes());
        return CreditsCall.Make("revoke", "End a grant: what is not spent is free again. Cores that were paid for go on to run.", [grant, reason, yes], async (r, call, cancellation) =>
        {
            var known = (await call.GrantAsync(r, grant, cancellation)).Grant;
            var left = CreditsCall.Sum(known.Token, known.Tranches.Select(t => t.Left));
            Confirmation.Ask(r, yes, $"{left} of {known.Number} for {known.AccountName} will be free for others, and nobody can take that back. Go on?");
            var answer = await call.GrantsAsync(r, (c, o) => c.RevokeGrantAsync(new() { RequestId = SessionCommands.NewId(), GrantId = known.GrantId, Reason = r.GetValue(reason)! }, o), cancellation);
            call.Show(r, answer, screen => screen.Done($"{GrantView.Sentence(answer.Grant)} {left} are free again."));
        });
    }

    private static Argument<uint> Tranche() => new("tranche") { Description = "Its number, from 1." };

    private static Command Step<T>(
        string name, string description, IEnumerable<Symbol> inputs, Func<ParseResult, GrantsService.GrantsServiceClient, string, CallOptions, AsyncUnaryCall<T>> send, Func<T, Grant> grantOf, Func<ParseResult, Grant, string> say)
        where T : IMessage
    {
        var grant = CreditsCall.Grant();
        return CreditsCall.Make(name, description, [grant, .. inputs], async (r, call, cancellation) =>
        {
            var id = (await call.GrantAsync(r, grant, cancellation)).Grant.GrantId;
            var answer = await call.GrantsAsync(r, (c, o) => send(r, c, id, o), cancellation);
            call.Show(r, answer, screen => screen.Done(say(r, grantOf(answer))));
        });
    }
}
