using System.CommandLine;
using CoretimeDesk.CreditGrants.V1;
using CoretimeDesk.Desk.Output;

namespace CoretimeDesk.Desk.Commands.Credits;

/// <summary><c>./desk credits calls</c>: what the sponsor signs next.</summary>
internal static class CallsCommand
{
    public static Command Make()
    {
        var grant = CreditsCall.Grant();
        var tranche = new Option<uint>("--tranche") { Description = "Which tranche; the newest open one when left out." };
        var core = new Option<uint?>("--core") { Description = "Rail A: the core to renew; the one that the chain says runs the para when left out." };
        var orders = new Option<uint>("--orders") { Description = "Rail C: how many orders, 1 to 50; as many as the tranche pays when left out." };
        var limit = new Option<string?>("--limit") { Description = "Rail C: the most that one order may cost: \"0.1 DOT\". The present price and a tenth when left out.", HelpName = "AMOUNT" };
        return CreditsCall.Make("calls", "Make what the sponsor's multisig or proxy signs next for a tranche: unsigned, with a remark that names it. Example: ./desk credits calls G-2026-000007 --orders 10 --limit \"0.1 DOT\"", [grant, tranche, core, orders, limit], async (r, call, cancellation) =>
        {
            var known = (await call.GrantAsync(r, grant, cancellation)).Grant;
            var request = new PrepareCallsRequest
            {
                GrantId = known.GrantId,
                Tranche = r.GetValue(tranche),
                Core = r.GetValue(core) ?? 0,
                HasCore = r.GetValue(core) is not null,
                Orders = r.GetValue(orders),
                OrderLimit = r.GetValue(limit) is { } text ? CreditsCall.Planck("--limit", text, known.Token) : "",
            };
            var answer = await call.GrantsAsync(r, (c, o) => c.PrepareCallsAsync(request, o), cancellation);
            call.Show(r, answer, _ => Show(known, answer));
        });
    }

    private static void Show(Grant grant, PrepareCallsResponse answer)
    {
        // The bytes stand alone on standard output, so that they can be copied or piped; what to know before signing is told first.
        Screen notes = new(Console.Error);
        foreach (var warning in answer.Warnings)
        {
            notes.Warn(warning);
        }

        notes.Line($"{grant.Number} for {grant.AccountName}: {answer.Sentence}");
        notes.Line(answer.CostLimit.Length > 0 ? $"It costs at most {GrantView.Money(grant, answer.CostLimit)}, and the fee." : "It costs nothing but the fee.");
        notes.Line($"To be signed for {answer.Pool} on {answer.Chain}.");
        Console.WriteLine(answer.CallData);
        notes.Note($"Made for {answer.SpecName} {answer.SpecVersion}: make it again when the chain runs another runtime.");
        notes.Note($"call hash {answer.CallHash} (what a multisig or a proxy announces)");
        notes.Note($"remark {answer.Remark}");
        if (answer.WalletLink.Length > 0)
        {
            notes.Note(answer.WalletLink);
        }
    }
}
