using System.CommandLine;
using CoretimeDesk.Commissions.V1;
using CoretimeDesk.Desk.Client;
using CoretimeDesk.Desk.Commands.Credits;
using CoretimeDesk.Desk.Commands.Work;
using CoretimeDesk.Desk.Output;

namespace CoretimeDesk.Desk.Commands.Commissions;

/// <summary><c>./desk commission corrections</c></summary>
internal static class CorrectionCommands
{
    private const string Service = CommissionServiceCommands.Service;
    private static readonly string[] Columns = ["when", "what", "payment", "given back", "taken back", "cancelled", "by", "why", "correction"];

    public static Command Make() => new("corrections", "What people know of a payment and no judgement says: part of it was given back, or it should never have counted.") { List(), Rebate(), Reverse() };

    private static Command List()
    {
        var payment = new Option<string?>("--payment") { Description = "Only of this payment, as lines name it." };
        return CallCommand.Make(
            Service, "list", "Corrections that you may see, the latest first, with what each took back until now; and to those who see all, what looks like self-dealing.", [payment],
            (r, c, o) => Client(c).ListCorrectionsAsync(new() { PaymentId = r.GetValue(payment) ?? "" }, o),
            (screen, answer) =>
            {
                Answer.Rows(
                    screen, answer.Corrections, "Nothing was corrected.", "", Columns,
                    x => [Answer.Date(x.At), x.Kind, x.PaymentId, x.Planck.Length > 0 ? Money(x, x.Planck) : "", Money(x, x.TakenBackPlanck), Money(x, x.CancelledPlanck), x.ByName.Length > 0 ? x.ByName : x.ById, x.Reason, x.CorrectionId]);
                foreach (var x in answer.Suspicions)
                {
                    screen.Warn($"Payment {x.PaymentId} may be self-dealing: {(x.FunderAccount.Length > 0 ? $"{x.FunderAccount} paid" : "transfers link")} {x.CustomerAccount} and {x.ParticipantAccount} of {(x.ParticipantName.Length > 0 ? x.ParticipantName : x.ParticipantId)}{(x.HasShare ? ", who shares in it" : "")}, in {string.Join(", ", x.TransferFactIds)}.");
                }
            });
    }

    private static Command Rebate()
    {
        var (payment, transfer) = (Payment(), new Argument<string>("transfer") { Description = "The chain watcher's id of the transfer: './desk chain facts' shows it. Its amount is the rebate." });
        var (reason, yes) = (Reason("Why it was given back."), Confirmation.Yes());
        return CallCommand.Make(
            Service, "rebate", "Say that a finalised transfer gave part of a payment back to its customer. Budget holders do.", [payment, transfer, reason, yes],
            (r, c, o) =>
            {
                Confirmation.Ask(r, yes, $"Commission of payment {r.GetValue(payment)} shrinks by what transfer {r.GetValue(transfer)} gave back, people owe what they earned of it, and nobody can take that back. Go on?");
                return Client(c).RecordRebateAsync(new() { RequestId = SessionCommands.NewId(), PaymentId = r.GetValue(payment)!, TransferFactId = r.GetValue(transfer)!, Reason = r.GetValue(reason)! }, o);
            },
            (screen, answer) => screen.Done($"A rebate of {Money(answer.Correction, answer.Correction.Planck)} is recorded. {Taken(answer.Correction)}"));
    }

    private static Command Reverse()
    {
        var (payment, cause) = (Payment(), Words.Option<ReversalCause>("--cause", "What was wrong.", required: true));
        var (reason, yes) = (Reason("How that is known."), Confirmation.Yes());
        return CallCommand.Make(
            Service, "reverse", "Take the commission of a payment back. Leadership and budget holders do, and nobody who shares in it.", [payment, cause, reason, yes],
            (r, c, o) =>
            {
                Confirmation.Ask(r, yes, $"All commission of payment {r.GetValue(payment)} is taken back, people owe what they earned of it, and nobody can take that back. Go on?");
                return Client(c).ReversePaymentAsync(
                    new() { RequestId = SessionCommands.NewId(), PaymentId = r.GetValue(payment)!, Cause = Words.Parse<ReversalCause>(r.GetValue(cause)), Reason = r.GetValue(reason)! }, o);
            },
            (screen, answer) => screen.Done($"Payment {answer.Correction.PaymentId} counts no more. {Taken(answer.Correction)}"));
    }

    private static string Taken(Correction x) => $"{Money(x, x.TakenBackPlanck)} that were earned are taken back, and {Money(x, x.CancelledPlanck)} that were due are cancelled.";

    private static Argument<string> Payment() => new("payment") { Description = "The payment, as lines name it: the chain watcher's id of the fact, perhaps with #2." };

    private static Option<string> Reason(string description) => new("--reason") { Description = $"{description} 3 to 500 characters.", Required = true };

    private static string Money(Correction x, string planck) => CommissionServiceCommands.Money(planck, x.Token);

    private static CorrectionsService.CorrectionsServiceClient Client(Grpc.Net.Client.GrpcChannel channel) => new(channel);
}
