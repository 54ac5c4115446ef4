using CoretimeDesk.Commissions.Ledgers;
using CoretimeDesk.Commissions.V1;
using CoretimeDesk.Csv;
using CoretimeDesk.Hosting;
using Google.Protobuf;

namespace CoretimeDesk.Commissions.Statements;

/// <summary>A statement as a table for spreadsheets: RFC 4180, amounts in planck with their unit in the column's name.</summary>
internal static class StatementCsv
{
    private static readonly string[] Columns = ["line", "at", "kind", "payment", "amount_planck", "token", "late", "cause", "plan", "formula", "explanation", "block"];

    /// <param name="statement">Closed.</param>
    /// <param name="blocks">Where payments stand on their chains.</param>
    public static ExportStatementResponse Of(Statement statement, IReadOnlyDictionary<string, string> blocks)
    {
        using var table = new CsvTable(Columns);
        foreach (var line in statement.Lines)
        {
            table.Add(
                $"{line.Line}", Instants.Format(line.At.ToDateTimeOffset()), line.Kind, line.Event, line.Planck, statement.Token, line.Late ? "yes" : "no", line.Cause,
                string.Join(' ', line.Explanations.Select(x => x.PlanId).Distinct()), string.Join("; ", line.Explanations.Select(x => x.Formula)), string.Join(' ', line.Explanations.SelectMany(x => x.Sentences).Select(s => s.Trim())),
                blocks.GetValueOrDefault(FactBlocks.FactOf(line.Event), ""));
        }

        foreach (var (name, planck) in new[]
        {
            ("accrued", statement.AccruedPlanck), ("earned", statement.EarnedPlanck), ("reversed", statement.ReversedPlanck), ("clawed_back", statement.ClawedBackPlanck),
            ("recovered", statement.RecoveredPlanck), ("owed", statement.OwedPlanck), ("net", statement.NetPlanck),
        })
        {
            table.Add("", "", $"total {name}", "", planck, statement.Token, "", "", "", "", "", "");
        }

        // Only of those who have a draw: without one, net is what is paid out.
        foreach (var (name, planck) in new[] { ("draw_paid", statement.DrawPaidPlanck), ("draw_recovered", statement.DrawRecoveredPlanck), ("draw_balance", statement.DrawBalancePlanck), ("payout", statement.PayoutPlanck) }
            .Where(t => statement.DrawBalancePlanck.Length > 0 && t.Item2.Length > 0))
        {
            table.Add("", "", $"total {name}", "", planck, statement.Token, "", "", "", "", "", "");
        }

        return new() { FileName = $"commission-{statement.Month}-{statement.Token}-{statement.ParticipantId}.csv", MediaType = "text/csv; charset=utf-8", Content = ByteString.CopyFromUtf8(table.ToString()) };
    }
}
