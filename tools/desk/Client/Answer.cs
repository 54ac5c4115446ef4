using CoretimeDesk.Desk.Output;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Spectre.Console;

namespace CoretimeDesk.Desk.Client;

/// <summary>Shows answers: a table for people, protobuf-JSON with <c>--json</c> for programs.</summary>
internal static class Answer
{
    private static readonly JsonFormatter Json = new(JsonFormatter.Settings.Default.WithFormatDefaultValues(true).WithIndentation("  "));

    public static void Show(IMessage answer, bool asJson, Action<Screen> show)
    {
        if (asJson)
        {
            Console.WriteLine(Json.Format(answer));
        }
        else
        {
            show(new());
        }
    }

    public static void Rows<T>(Screen screen, IEnumerable<T> rows, string nothing, string nextPageToken, string[] columns, Func<T, string[]> cells)
    {
        // An id is there to be copied, so it stays in one piece.
        var table = new Table().Border(TableBorder.Rounded).AddColumns([.. columns.Select(name => new TableColumn(name) { NoWrap = name == "id" })]);
        foreach (var row in rows)
        {
            table.AddRow([.. cells(row).Select(Markup.Escape)]);
        }

        if (table.Rows.Count == 0)
        {
            screen.Line(nothing);
            return;
        }

        screen.Table(table);
        if (nextPageToken.Length > 0)
        {
            screen.Note($"There is more: --page {nextPageToken}");
        }
    }

    /// <summary>A date as people read it, UTC; empty when there is none.</summary>
    public static string Date(Timestamp? at) => at is null ? "" : at.ToDateTimeOffset().ToString("d MMM yyyy HH:mm") + " UTC";

    /// <summary>An enum's value without its prefix, in lower case: SEGMENT_STARTUP is "startup".</summary>
    public static string Word<T>(T value)
        where T : struct, System.Enum => string.Concat(value.ToString().Select((c, i) => i > 0 && char.IsUpper(c) ? $"-{char.ToLowerInvariant(c)}" : $"{char.ToLowerInvariant(c)}"));

    /// <summary>An enum's value as part of a sentence: VERDICT_FIT_WITH_CONDITIONS is "fit with conditions".</summary>
    public static string Phrase<T>(T value)
        where T : struct, System.Enum => Word(value).Replace('-', ' ');
}
