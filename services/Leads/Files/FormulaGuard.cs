namespace CoretimeDesk.Leads.Files;

/// <summary>
/// A cell that begins with one of = + - @ is a formula to a spreadsheet, whoever wrote it. Written files have an apostrophe before
/// such a cell; reading takes it away again. A cell that begins with apostrophes and then one of these gets one more, so that
/// what is read is always what was written.
/// </summary>
internal static class FormulaGuard
{
    public static string Apply(string cell) => IsFormula(cell) ? $"'{cell}" : cell;

    public static string Undo(string cell) => cell.StartsWith('\'') && IsFormula(cell) ? cell[1..] : cell;

    private static bool IsFormula(string cell)
    {
        var first = cell.AsSpan().IndexOfAnyExcept('\'');
        return first >= 0 && cell[first] is ('=' or '+' or '-' or '@' or '\t' or '\r');
    }
}
