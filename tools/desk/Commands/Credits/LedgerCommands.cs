using System.CommandLine;
using System.Globalization;
using CoretimeDesk.CreditGrants.Ledger;
using CoretimeDesk.CreditGrants.V1;
using CoretimeDesk.Desk.Client;
using CoretimeDesk.Desk.Commands.Work;

namespace CoretimeDesk.Desk.Commands.Credits;

/// <summary>A programme's books and alarms, under <c>./desk credits</c>.</summary>
internal static class LedgerCommands
{
    private static readonly string[] EntryColumns = ["when", "what", "grant", "amount", "result", "free after", "reserved after", "spent after", "block", "by", "entry"];
    private static readonly string[] AlarmColumns = ["raised", "what", "grant", "block", "closed", "id"];

    public static Command Ledger()
    {
        var programme = CreditsCall.Programme();
        var grant = new Option<string?>("--grant") { Description = "Only entries of this grant, by number or id." };
        var postings = new Option<bool>("--postings") { Description = "Show debits and credits of both books as well." };
        var (size, page) = AccountCommands.Paging();
        return CreditsCall.Make("ledger", "Page through a programme's ledger, newest first.", [programme, grant, postings, size, page], async (r, call, cancellation) =>
        {
            var of = (await call.ProgrammeAsync(r, r.GetValue(programme)!, cancellation)).Programme;
            var request = new ListEntriesRequest { ProgrammeId = of.ProgrammeId, GrantId = await GrantIdAsync(r, call, r.GetValue(grant), cancellation), PageSize = r.GetValue(size), PageToken = r.GetValue(page) ?? "" };
            var answer = await call.LedgerAsync(r, (c, o) => c.ListEntriesAsync(request, o), cancellation);
            call.Show(r, answer, screen =>
            {
                Answer.Rows(screen, answer.Entries, "Nothing was entered yet.", answer.NextPageToken, EntryColumns, e => Row(of, e));
                foreach (var entry in r.GetValue(postings) ? answer.Entries : [])
                {
                    screen.Line($"Entry {entry.Number}, {entry.Kind}: {string.Join("; ", entry.Postings.Select(p => $"{p.Book} {p.Account} {(p.Debit.Length > 0 ? $"debit {ProgrammeView.Money(of, p.Debit)}" : $"credit {ProgrammeView.Money(of, p.Credit)}")}"))}.");
                }
            });
        });
    }

    public static Command Check()
    {
        var programme = CreditsCall.Programme();
        return CreditsCall.Make("check", "Fold a programme's ledger anew and compare: with the balances that are kept, with all postings, with what the chains hold. The exit code is 1 when something differs.", [programme], async (r, call, cancellation) =>
        {
            var of = (await call.ProgrammeAsync(r, r.GetValue(programme)!, cancellation)).Programme;
            var answer = await call.LedgerAsync(r, (c, o) => c.CheckLedgerAsync(new() { ProgrammeId = of.ProgrammeId }, o), cancellation);
            call.Show(r, answer, screen =>
            {
                if (answer.IsIntact)
                {
                    screen.Done($"The {answer.Entries} entries of {of.Number} agree with its balances, its postings and the chains: {ProgrammeView.Money(of, answer.LedgerBalance)} are in the pool.");
                }

                ProgrammeView.Balances(screen, of.Token, answer.Balances);
                foreach (var fault in answer.Faults)
                {
                    screen.Warn($"  {fault}");
                }
            });
            if (!answer.IsIntact)
            {
                throw new DeskException($"The ledger of {of.Number} does not agree: {ProgrammeView.Money(of, answer.LedgerBalance)} by the ledger, {ProgrammeView.Money(of, answer.ChainBalance)} by the chains; {answer.Faults.Count} {(answer.Faults.Count == 1 ? "fault" : "faults")}.");
            }
        });
    }

    public static Command Alarms()
    {
        var programme = CreditsCall.Programme();
        var all = new Option<bool>("--all") { Description = "Those that were closed as well." };
        var (size, page) = AccountCommands.Paging();
        return CreditsCall.Make("alarms", "List what nobody planned, newest first.", [programme, all, size, page], async (r, call, cancellation) =>
        {
            var of = (await call.ProgrammeAsync(r, r.GetValue(programme)!, cancellation)).Programme;
            var answer = await call.LedgerAsync(r, (c, o) => c.ListAlarmsAsync(new() { ProgrammeId = of.ProgrammeId, IncludeClosed = r.GetValue(all), PageSize = r.GetValue(size), PageToken = r.GetValue(page) ?? "" }, o), cancellation);
            call.Show(r, answer, screen => Answer.Rows(
                screen, answer.Alarms, "No alarm is open.", answer.NextPageToken, AlarmColumns,
                a => [Answer.Date(a.RaisedAt), a.Sentence, a.GrantNumber, CreditsCall.Block(a.Fact), a.ClosedAt is null ? "" : $"{Answer.Date(a.ClosedAt)} by {a.ClosedBy}: {a.ClosingNote}", a.AlarmId]));
        });
    }

    public static Command Alarm()
    {
        var alarm = new Argument<string>("alarm") { Description = "Its id, as './desk credits alarms' shows it." };
        var note = new Option<string>("--note") { Description = "What was done about it. At most 500 characters.", Required = true };
        return new("alarm", "What was done about an alarm.")
        {
            CreditsCall.Make("close", "Close an alarm, with what was done about it. Example: ./desk credits alarm close ID --note \"the signer was told\"", [alarm, note], async (r, call, cancellation) =>
            {
                var answer = await call.LedgerAsync(r, (c, o) => c.CloseAlarmAsync(new() { RequestId = SessionCommands.NewId(), AlarmId = r.GetValue(alarm)!, Note = r.GetValue(note)! }, o), cancellation);
                call.Show(r, answer, screen => screen.Done($"Closed {Answer.Date(answer.Alarm.ClosedAt)} by {answer.Alarm.ClosedBy}: {answer.Alarm.ClosingNote}"));
            }),
        };
    }

    private static string[] Row(Programme of, LedgerEntry e) =>
    [
        Answer.Date(e.At), e.Kind, e.GrantNumber.Length == 0 ? "" : e.Tranche > 0 ? $"{e.GrantNumber}/{e.Tranche}" : e.GrantNumber, ProgrammeView.Money(of, e.Planck),
        e.Reasons.Count == 0 ? e.Result : $"{e.Result}: {string.Join(" ", e.Reasons.Select(ReasonWords.Sentence))}",
        e.After is { } after && after.Shortfall is not ("0" or "") ? $"{ProgrammeView.Money(of, after.Shortfall)} missing" : ProgrammeView.Money(of, e.After?.Free), ProgrammeView.Money(of, e.After?.Reserved), ProgrammeView.Money(of, e.After?.Spent),
        CreditsCall.Block(e.Fact), e.ActorName, e.Number.ToString(CultureInfo.InvariantCulture),
    ];

    private static async Task<string> GrantIdAsync(ParseResult r, CreditsCall call, string? text, CancellationToken cancellation) =>
        text is null || Guid.TryParse(text, out _) ? text ?? "" : (await call.GrantsAsync(r, (c, o) => c.GetGrantAsync(new() { Number = text.ToUpperInvariant() }, o), cancellation)).Grant.GrantId;
}
