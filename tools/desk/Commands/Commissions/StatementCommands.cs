using System.CommandLine;
using CoretimeDesk.Commissions.V1;
using CoretimeDesk.Desk.Client;
using CoretimeDesk.Desk.Commands.Work;
using CoretimeDesk.Desk.Output;

namespace CoretimeDesk.Desk.Commands.Commissions;

/// <summary><c>./desk commission statements</c> and <c>./desk commission dispute</c>.</summary>
internal static class StatementCommands
{
    private const string Service = CommissionServiceCommands.Service;
    private static readonly string[] Columns = ["statement", "month", "who", "earned", "taken back", "kept back", "still owed", "net", "stage"];
    private static readonly string[] LineColumns = ["line", "when", "what", "amount", "payment", "caused by", ""];

    public static Command Statements() => new("statements", "What people get for a month, line by line.") { List(), Show(), Explain(), Payment(), Export() };

    public static Command Disputes() => new("dispute", "Say that a line is wrong, and answer that.") { Open(), AnswerOne() };

    private static Command List()
    {
        var (month, person) = (new Option<string?>("--month") { Description = "Only of this month: 2026-11." }, new Option<string?>("--person") { Description = "Only of this person: an id." });
        var (size, page) = AccountCommands.Paging();
        return CallCommand.Make(
            Service, "list", "Closed statements that you may see, newest first.", [month, person, size, page],
            (r, c, o) => Client(c).ListStatementsAsync(new() { Month = r.GetValue(month) ?? "", ParticipantId = r.GetValue(person) ?? "", PageSize = r.GetValue(size), PageToken = r.GetValue(page) ?? "" }, o),
            (screen, answer) => Answer.Rows(
                screen, answer.Statements, "No month is closed yet.", answer.NextPageToken, Columns,
                s => [s.StatementId, s.Month, Who(s), Money(s, s.EarnedPlanck), $"{Money(s, s.ReversedPlanck)}, {Money(s, s.ClawedBackPlanck)}", Money(s, s.RecoveredPlanck), Money(s, s.OwedPlanck), Money(s, s.NetPlanck), Answer.Word(s.Stage)]));
    }

    private static Command Show()
    {
        var (which, person, token) = (Which(), new Option<string?>("--person") { Description = "Whose; oneself when left out." }, CommissionServiceCommands.InToken());
        return CallCommand.Make(
            Service, "show", "Show a statement by its id, or a month's: as it stands now while the month is open.", [which, person, token],
            (r, c, o) => Client(c).GetStatementAsync(Guid.TryParse(r.GetValue(which), out _)
                ? new() { StatementId = r.GetValue(which)! }
                : new() { Month = r.GetValue(which)!, ParticipantId = r.GetValue(person) ?? "", Token = r.GetValue(token)! }, o),
            (screen, answer) => Print(screen, answer.Statement));
    }

    private static Command Explain()
    {
        var (statement, line) = (new Argument<string>("statement") { Description = "The statement's id." }, new Argument<uint>("line") { Description = "The line's number." });
        return CallCommand.Make(
            Service, "explain", "Formula, numbers, plan and fact of a line.", [statement, line],
            (r, c, o) => Client(c).ExplainLineAsync(new() { StatementId = r.GetValue(statement)!, Line = r.GetValue(line) }, o),
            (screen, answer) => Print(screen, answer.Line));
    }

    private static Command Payment()
    {
        var (payment, token) = (new Argument<string>("payment") { Description = "The chain watcher's id of the fact." }, CommissionServiceCommands.InToken());
        return CallCommand.Make(
            Service, "payment", "What became of a payment: its lines, or why it earns nothing.", [payment, token],
            (r, c, o) => Client(c).ExplainPaymentAsync(new() { Event = r.GetValue(payment)!, Token = r.GetValue(token)! }, o),
            (screen, answer) => answer.Sentences.ToList().ForEach(screen.Line));
    }

    private static Command Export()
    {
        var (statement, output) = (new Argument<string>("statement") { Description = "The statement's id." }, new Option<FileInfo?>("--output", "--out") { Description = "Where the file goes; a CSV is printed when left out." });
        var format = Words.Option<StatementFormat>("--format", "As what: csv (the usual) or pdf.");
        return CallCommand.Make(
            Service, "export", "A closed statement as CSV for spreadsheets, or as PDF for people.", [statement, format, output],
            (r, c, o) => Client(c).ExportStatementAsync(new() { StatementId = r.GetValue(statement)!, Format = Words.Parse<StatementFormat>(r.GetValue(format)) is var asked && asked != StatementFormat.Pdf || r.GetValue(output) is not null ? asked : throw new DeskException("--out: name the file that the PDF goes to; it is nothing to print here.") }, o),
            (_, _) => { },
            (r, answer) =>
            {
                Give(r.GetValue(output), r.GetValue<bool>("--json"), answer.Content);
                return 0;
            });
    }

    private static Command Open()
    {
        var (statement, line) = (new Argument<string>("statement") { Description = "The statement's id." }, new Option<uint>("--line") { Description = "The line; all of the statement when left out." });
        var text = new Option<string>("--text") { Description = "What is wrong with it.", Required = true };
        return CallCommand.Make(
            Service, "open", "Say that a line of your own statement is wrong, within ten business days after it is final.", [statement, line, text],
            (r, c, o) => Client(c).OpenDisputeAsync(new() { RequestId = SessionCommands.NewId(), StatementId = r.GetValue(statement)!, Line = r.GetValue(line), Text = r.GetValue(text)! }, o),
            (screen, answer) => screen.Done($"Dispute {answer.Dispute.DisputeId} is to be answered by {Answer.Date(answer.Dispute.AnswerBy)}."));
    }

    private static Command AnswerOne()
    {
        var (dispute, upheld) = (new Argument<string>("dispute") { Description = "The dispute's id." }, new Option<bool>("--upheld") { Description = "It is right; what follows from it is a line of a later month." });
        var text = new Option<string>("--text") { Description = "The answer.", Required = true };
        return CallCommand.Make(
            Service, "answer", "Answer a dispute that is not your own. The head of sales, leadership and budget holders do.", [dispute, upheld, text],
            (r, c, o) => Client(c).AnswerDisputeAsync(new() { RequestId = SessionCommands.NewId(), DisputeId = r.GetValue(dispute)!, Upheld = r.GetValue(upheld), Text = r.GetValue(text)! }, o),
            (screen, _) => screen.Done("It is answered."));
    }

    /// <summary>Writes a file that a service gave, or prints it.</summary>
    public static void Give(FileInfo? file, bool asJson, Google.Protobuf.ByteString content)
    {
        if (file is not null)
        {
            Write(file, content.ToByteArray());
        }
        else if (!asJson)
        {
            Console.Write(content.ToStringUtf8());
        }
    }

    private static void Write(FileInfo file, byte[] content)
    {
        try
        {
            File.WriteAllBytes(file.FullName, content);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new DeskException($"--out: {file.FullName} cannot be written: {e.Message}", e);
        }
    }

    private static void Print(Screen screen, Statement s)
    {
        screen.Line($"{s.Month} of {Who(s)}, {Answer.Word(s.Stage)}{(s.ClosedAt is null ? ": as it stands now" : $", written on {Answer.Date(s.ClosedAt)}, {s.StatementId}")}");
        screen.Line($"  accrued {Money(s, s.AccruedPlanck)}; earned {Money(s, s.EarnedPlanck)} - reversed {Money(s, s.ReversedPlanck)} - kept back {Money(s, s.RecoveredPlanck)} = net {Money(s, s.NetPlanck)}");
        screen.Line($"  clawed back {Money(s, s.ClawedBackPlanck)}; still owed after it {Money(s, s.OwedPlanck)}");
        if (s.DrawBalancePlanck.Length > 0)
        {
            screen.Line($"  draw: {(s.DrawPaidPlanck.Length > 0 ? $"{Money(s, s.DrawPaidPlanck)} advanced; " : "")}{Money(s, s.DrawRecoveredPlanck)} kept back for it; balance {Money(s, s.DrawBalancePlanck)}; paid out {Money(s, s.PayoutPlanck)}");
        }

        screen.Note($"Review until {Answer.Date(s.ReviewUntil)}, disputes until {Answer.Date(s.DisputeUntil)}, paid on {s.PayOn}.");
        Answer.Rows(
            screen, s.Lines, "It has no lines.", "", LineColumns,
            l => [$"{l.Line}", Answer.Date(l.At), l.Kind, Money(s, l.Planck), l.Event, l.Cause, $"{(l.Late ? "late " : "")}{(l.Unfunded ? "unfunded" : "")}".Trim()]);
        foreach (var d in s.Disputes)
        {
            screen.Warn($"Disputed by {d.OpenedBy} on {Answer.Date(d.OpenedAt)}{(d.Line > 0 ? $", line {d.Line}" : "")}: {d.Text} {(d.Answer.Length > 0 ? $"Answered by {d.AnsweredBy}, {(d.Upheld ? "upheld" : "not upheld")}: {d.Answer}" : $"To be answered by {Answer.Date(d.AnswerBy)}.")}");
        }
    }

    private static void Print(Screen screen, StatementLine line)
    {
        foreach (var x in line.Explanations)
        {
            x.Sentences.ToList().ForEach(screen.Line);
            screen.Note(x.Formula);
            screen.Note(string.Join("; ", x.Numbers.Select(n => $"{n.Name} = {n.Value} {n.Unit}")));
        }
    }

    private static Argument<string> Which() => new("statement") { Description = "A statement's id, or a month: 2026-11." };

    private static string Who(Statement s) => s.ParticipantName.Length > 0 ? s.ParticipantName : s.ParticipantId;

    private static string Money(Statement s, string planck) => CommissionServiceCommands.Money(planck, s.Token);

    private static StatementsService.StatementsServiceClient Client(Grpc.Net.Client.GrpcChannel channel) => new(channel);
}
