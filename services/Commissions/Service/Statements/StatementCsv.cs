using System.Text;
using CoretimeDesk.Commissions.V1;
using CoretimeDesk.Hosting;
using Google.Protobuf;

namespace CoretimeDesk.Commissions.Statements;

/// <summary>A statement as a table for spreadsheets: RFC 4180, amounts in planck with their unit in the column's name.</summary>
internal static class StatementCsv
{
    private static readonly string[] Columns = ["line", "at", "kind", "payment", "amount_planck", "token", "late", "cause", "plan", "formula", "explanation"];

    public static ExportStatementResponse Of(Statement statement)
    {
        var text = new StringBuilder();
        Row(text, Columns);
        foreach (var line in statement.Lines)
        {
            Row(text, [
                $"{line.Line}", Instants.Format(line.At.ToDateTimeOffset()), line.Kind, line.Event, line.Planck, statement.Token, line.Late ? "yes" : "no", line.Cause,
                string.Join(' ', line.Explanations.Select(x => x.PlanId).Distinct()), string.Join("; ", line.Explanations.Select(x => x.Formula)), string.Join(' ', line.Explanations.SelectMany(x => x.Sentences).Select(s => s.Trim()))]);
        }

        foreach (var (name, planck) in new[]
        {
            ("accrued", statement.AccruedPlanck), ("earned", statement.EarnedPlanck), ("reversed", statement.ReversedPlanck), ("clawed_back", statement.ClawedBackPlanck),
            ("recovered", statement.RecoveredPlanck), ("owed", statement.OwedPlanck), ("net", statement.NetPlanck),
        })
        {
            Row(text, ["", "", $"total {name}", "", planck, statement.Token, "", "", "", "", ""]);
        }

        // Only of those who have a draw: without one, net is what is paid out.
        foreach (var (name, planck) in new[] { ("draw_paid", statement.DrawPaidPlanck), ("draw_recovered", statement.DrawRecoveredPlanck), ("draw_balance", statement.DrawBalancePlanck), ("payout", statement.PayoutPlanck) }
            .Where(t => statement.DrawBalancePlanck.Length > 0 && t.Item2.Length > 0))
        {
            Row(text, ["", "", $"total {name}", "", planck, statement.Token, "", "", "", "", ""]);
        }

        return new() { FileName = $"commission-{statement.Month}-{statement.Token}-{statement.ParticipantId}.csv", MediaType = "text/csv; charset=utf-8", Content = ByteString.CopyFromUtf8(text.ToString()) };
    }

    private static void Row(StringBuilder text, IEnumerable<string> cells) => text.AppendJoin(',', cells.Select(Cell)).Append("\r\n");

    // A text that begins like a formula would be one in a spreadsheet; an amount may begin with a minus.
    private static string Cell(string cell)
    {
        var safe = cell.Length > 0 && "=+-@\t".Contains(cell[0], StringComparison.Ordinal) && !cell.TrimStart('-').All(char.IsAsciiDigit) ? $"'{cell}" : cell;
        return safe.AsSpan().IndexOfAny(",\"\r\n") >= 0 ? $"\"{safe.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : safe;
    }
}
