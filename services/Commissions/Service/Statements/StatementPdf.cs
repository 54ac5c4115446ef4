using System.Globalization;
using CoretimeDesk.Commissions.Ledgers;
using CoretimeDesk.Commissions.V1;
using CoretimeDesk.Market;
using CoretimeDesk.Pdf;
using Google.Protobuf;

namespace CoretimeDesk.Commissions.Statements;

/// <summary>
/// A statement on paper: what is paid, and for each line the date, the payment and its block, the formula with its numbers, what caused it and what was disputed. Its digest is
/// on every page. Nothing in it depends on when it is printed: what waits for the pool is on the screen alone.
/// </summary>
internal static class StatementPdf
{
    private static readonly string[] Columns = ["Line", "Date (UTC)", "What", "Amount", ""];

    /// <param name="statement">Closed.</param>
    /// <param name="blocks">Where payments stand on their chains.</param>
    public static ExportStatementResponse Of(Statement statement, IReadOnlyDictionary<string, string> blocks)
    {
        var layout = new PdfLayout();
        foreach (var block in Blocks(statement, blocks))
        {
            layout.Add(block);
        }

        if (!layout.IsWhole)
        {
            layout.Add(new Block.Paragraph("Characters that the fonts of this file do not have are written as their Unicode numbers, such as [U+4E2D]. The desk's own pages and the CSV file have them as they are."));
        }

        var title = $"Commission statement {statement.Month}, {statement.Token}";
        var pages = layout.Finish($"{title}, {Who(statement)}", $"SHA-256 {statement.Sha256}");
        return new()
        {
            FileName = $"commission-{statement.Month}-{statement.Token}-{statement.ParticipantId}.pdf",
            MediaType = "application/pdf",
            Content = ByteString.CopyFrom(PdfFile.Write(title, statement.Sha256[..32], statement.ClosedAt.ToDateTimeOffset(), pages)),
        };
    }

    private static IEnumerable<Block> Blocks(Statement s, IReadOnlyDictionary<string, string> blocks)
    {
        yield return new Block.Title($"Commission statement {s.Month}", $"{Who(s)}, in {s.Token}");
        yield return new Block.Facts(
        [
            new("Net", Money(s, s.NetPlanck), IsKey: true),
            new("Paid on", s.PayOn, IsKey: true),
            new("Written on", Date(s.ClosedAt)),
            new("Review until", Date(s.ReviewUntil)),
            new("Disputes until", Date(s.DisputeUntil)),
            new("Participant", s.ParticipantId, IsCode: true),
            new("Statement", s.StatementId, IsCode: true),
            new("Digest", s.Sha256, IsCode: true),
        ]);
        yield return new Block.Table(["", "Amount"], [false, true],
        [
            ["Became due in the month, earned or not", Money(s, s.AccruedPlanck)],
            ["Earned", Money(s, s.EarnedPlanck)],
            ["Reversed within the month", Money(s, s.ReversedPlanck)],
            ["Kept back for what is owed", Money(s, s.RecoveredPlanck)],
            ["Net: earned, less reversed, less kept back", Money(s, s.NetPlanck)],
            ["Clawed back from earlier months", Money(s, s.ClawedBackPlanck)],
            ["Still owed after this statement", Money(s, s.OwedPlanck)],
        ]);
        yield return new Block.Paragraph("Earned in all is net less what came to be owed: nothing is lost, and nothing is paid twice. An amount of planck is whole; a rate is of what the customer paid.");
        yield return new Block.Heading("Lines");
        yield return new Block.Table(Columns, [true, false, false, true, false], [.. s.Lines.Select(l => (IReadOnlyList<string>)
            [$"{l.Line}", Date(l.At), Word(l), Money(s, l.Planck), l.Late ? "late" : ""])]);
        foreach (var dispute in s.Disputes.Where(d => d.Line == 0))
        {
            yield return new Block.Paragraph(Disputed(dispute));
        }

        yield return new Block.Heading("How each line came about");
        foreach (var line in s.Lines)
        {
            yield return new Block.Facts([.. Facts(s, line, blocks)]);
        }

        yield return new Block.Heading("Check it");
        yield return new Block.Paragraph("'./desk commission statements explain STATEMENT LINE' shows a line with all its numbers; 'compute' works out the whole ledger anew from plans and facts. Blocks and events can be looked up on any node of the chain.");
    }

    private static IEnumerable<Fact> Facts(Statement s, StatementLine line, IReadOnlyDictionary<string, string> blocks)
    {
        yield return new($"Line {line.Line}", $"{Date(line.At)}: {Word(line)} {Money(s, line.Planck)}{(line.Late ? ", of a month that was closed before it was known" : "")}", IsKey: true);
        yield return new("Payment", line.Event, IsCode: true);
        if (blocks.TryGetValue(FactBlocks.FactOf(line.Event), out var block))
        {
            yield return new("Block", block, IsCode: true);
        }

        if (line.Cause.Length > 0 && line.Cause != line.Event)
        {
            yield return new("Caused by", line.Cause, IsCode: true);
        }

        foreach (var x in line.Explanations)
        {
            if (x.PlanId.Length > 0)
            {
                yield return new("Plan", x.PlanId);
            }

            yield return new("Formula", x.Formula);
            yield return new("Numbers", string.Join("; ", x.Numbers.Select(n => $"{n.Name} = {Number(s, n)}")));
            yield return new("In words", string.Join(' ', x.Sentences.Select(t => t.Trim())));
        }

        foreach (var dispute in s.Disputes.Where(d => d.Line == line.Line))
        {
            yield return new("Disputed", Disputed(dispute));
        }
    }

    private static string Disputed(Dispute d) =>
        $"Disputed on {Date(d.OpenedAt)} by {d.OpenedBy}: {d.Text} {(d.AnsweredAt is null ? $"To be answered by {Date(d.AnswerBy)}." : $"Answered on {Date(d.AnsweredAt)} by {d.AnsweredBy}, {(d.Upheld ? "upheld" : "not upheld")}: {d.Answer}")}";

    private static string Word(StatementLine line) => line.Kind switch
    {
        "accrue" => "became due",
        "earn" => "earned",
        "cancel" => "due no more",
        "reverse" => "reversed",
        "clawback" => "clawed back",
        var other => other.Replace('_', ' '),
    };

    private static string Number(Statement s, FormulaNumber number) => number.Unit switch
    {
        "planck" => Money(s, number.Value),
        "bp" when uint.TryParse(number.Value, NumberStyles.None, CultureInfo.InvariantCulture, out var bp) => $"{new BasisPoints(bp)}",
        _ => $"{number.Value} {number.Unit}",
    };

    private static string Who(Statement s) => s.ParticipantName.Length > 0 ? s.ParticipantName : s.ParticipantId;

    private static string Money(Statement s, string planck) => StatementMaker.Money(StatementMaker.Number(planck), s.Token);

    private static string Date(Google.Protobuf.WellKnownTypes.Timestamp at) => at.ToDateTimeOffset().ToString("d MMM yyyy HH:mm", CultureInfo.InvariantCulture);
}
