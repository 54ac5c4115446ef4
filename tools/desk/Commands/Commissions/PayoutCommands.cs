using System.CommandLine;
using CoretimeDesk.Commissions.V1;
using CoretimeDesk.Desk.Client;
using CoretimeDesk.Desk.Commands.Work;
using CoretimeDesk.Desk.Output;

namespace CoretimeDesk.Desk.Commands.Commissions;

/// <summary><c>./desk commission payout</c></summary>
internal static class PayoutCommands
{
    private const string Service = CommissionServiceCommands.Service;
    private static readonly string[] Columns = ["who", "due of the month", "arrived", "still due", "payable now", "too much", "astray", "state"];

    public static Command Make() => new("payout", "What the pool holds, and the payments of a month: as calls for its signatories. Nothing is signed or sent here.") { Pool(), SetPool(), Prepare(), Show() };

    private static Command Pool()
    {
        var token = CommissionServiceCommands.InToken();
        return CallCommand.Make(
            Service, "pool", "What the pool holds, what of it is promised, and what waits for more.", [token],
            (r, c, o) => Client(c).GetPoolAsync(new() { Token = r.GetValue(token)! }, o),
            (screen, answer) =>
            {
                var p = answer.Pool;
                screen.Line($"{p.Account} on {p.Chain} holds {Money(p.BalancePlanck, p.Token)}{(p.SeenAt is null ? "" : $" as of {Answer.Date(p.SeenAt)}")}: {Money(p.CommittedPlanck, p.Token)} promised, {Money(p.FreePlanck, p.Token)} free.");
                foreach (var x in p.Events.Where(e => !e.Funded))
                {
                    screen.Warn($"Unfunded: {Money(x.NeededPlanck, p.Token)} of payment {x.Event}.");
                }
            });
    }

    private static Command SetPool()
    {
        var (account, chain) = (new Argument<string>("account") { Description = "The pool's account, 0x and 64 hexadecimal digits." }, new Option<string>("--chain") { Description = "The chain that it pays on: polkadot-coretime.", Required = true });
        var (reason, token) = (new Option<string>("--reason") { Description = "Why.", Required = true }, CommissionServiceCommands.InToken());
        return CallCommand.Make(
            Service, "set-pool", "Name the account that commissions are paid from. Budget holders do.", [account, chain, reason, token],
            (r, c, o) => Client(c).SetPoolAsync(new() { RequestId = SessionCommands.NewId(), Account = r.GetValue(account)!, Chain = r.GetValue(chain)!, Reason = r.GetValue(reason)!, Token = r.GetValue(token)! }, o),
            (screen, answer) => screen.Done($"{answer.Pool.Token} commissions are paid from {answer.Pool.Account} on {answer.Pool.Chain}; the watcher follows it."));
    }

    private static Command Prepare()
    {
        var (month, token) = (Month(), CommissionServiceCommands.InToken());
        return CallCommand.Make(
            Service, "prepare", "Unsigned calls for what is due and funded of a month that is final. Asked again, they are for what the chain does not show as paid.", [month, token],
            (r, c, o) => Client(c).PrepareBatchAsync(new() { RequestId = SessionCommands.NewId(), Month = r.GetValue(month)!, Token = r.GetValue(token)! }, o),
            (screen, answer) =>
            {
                Print(screen, answer.Batch);
                foreach (var call in answer.Calls)
                {
                    screen.Line($"Call for {call.Chain} ({call.SpecName} {call.SpecVersion}), hash {call.CallHash}:");
                    screen.Line(call.CallData);
                    screen.Note(call.WalletLink.Length > 0 ? call.WalletLink : "Open it in the wallet of the pool's signatories.");
                }
            });
    }

    private static Command Show()
    {
        var (month, token) = (Month(), CommissionServiceCommands.InToken());
        return CallCommand.Make(
            Service, "show", "What became of each payment of a month, by what the chain shows.", [month, token],
            (r, c, o) => Client(c).GetBatchAsync(new() { Month = r.GetValue(month)!, Token = r.GetValue(token)! }, o),
            (screen, answer) => Print(screen, answer.Batch));
    }

    private static void Print(Screen screen, Batch batch)
    {
        Answer.Rows(
            screen, batch.Lines, "Nothing is to be paid.", "", Columns,
            l => [l.ParticipantName.Length > 0 ? l.ParticipantName : l.ParticipantId, Money(l.Planck, batch.Token), Money(l.ArrivedPlanck, batch.Token), Money(l.DuePlanck, batch.Token), Money(l.PayablePlanck, batch.Token), Money(l.ExcessPlanck, batch.Token), Money(l.AstrayPlanck, batch.Token), Answer.Word(l.State)]);
        foreach (var line in batch.Unpayable)
        {
            screen.Warn($"{line.ParticipantId}: {Money(line.Planck, batch.Token)} cannot be paid. {line.Problem}");
        }

        foreach (var transfer in batch.Unknown)
        {
            screen.Warn($"Transfer {transfer.FactId} of {Money(transfer.Planck, batch.Token)} to {transfer.To} belongs to no line.");
        }
    }

    private static Argument<string> Month() => new("month") { Description = "The month: 2026-11." };

    private static string Money(string planck, string token) => CommissionServiceCommands.Money(planck, token);

    private static PayoutsService.PayoutsServiceClient Client(Grpc.Net.Client.GrpcChannel channel) => new(channel);
}
