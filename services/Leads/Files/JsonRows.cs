using System.Runtime.CompilerServices;
using System.Text.Json;
using CoretimeDesk.Leads.Importing;

namespace CoretimeDesk.Leads.Files;

/// <summary>JSON Lines: an object per line, whose names are the columns. A list stands for a cell with several entries.</summary>
internal static class JsonRows
{
    public static async IAsyncEnumerable<FileRow> ReadAsync(TextReader text, [EnumeratorCancellation] CancellationToken stop)
    {
        var lines = new BoundedLines(text, RowReader.LengthMax);
        for (var number = 1L; await lines.NextAsync(stop) is { } line; number++)
        {
            if (lines.WasCut)
            {
                yield return FileRow.Unreadable(number, line, $"is a line of more than {RowReader.LengthMax} characters. A row is one JSON object in one line.");
            }
            else if (!string.IsNullOrWhiteSpace(line))
            {
                yield return Row(number, line);
            }
        }
    }

    private static FileRow Row(long number, string line)
    {
        try
        {
            using var json = JsonDocument.Parse(line);
            return json.RootElement.ValueKind == JsonValueKind.Object
                ? Row(number, json.RootElement)
                : FileRow.Unreadable(number, "", "is no JSON object: write {\"account_name\": \"…\", …} in one line.");
        }
        catch (JsonException e)
        {
            // The line itself may hold what is personal, so it is not repeated.
            return FileRow.Unreadable(number, "", $"is no JSON: something is wrong at character {e.BytePositionInLine + 1} of the line. The file may be cut off here.");
        }
    }

    private static FileRow Row(long number, JsonElement row)
    {
        var cells = new string?[LeadColumns.Names.Count];
        RowFault? fault = null;
        foreach (var property in row.EnumerateObject())
        {
            var column = -1;
            for (var i = 0; i < cells.Length && column < 0; i++)
            {
                column = property.NameEquals(LeadColumns.Names[i]) ? i : -1;
            }

            if (column < 0)
            {
                fault ??= LeadColumns.Notes.Contains(property.Name) ? null : new("", RowFault.Shorten(property.Name), $"names what is no column. Columns are {string.Join(", ", LeadColumns.Names)}.");
            }
            else if (cells[column] is not null)
            {
                fault ??= new(property.Name, "", "is there twice. Remove one of them.");
            }
            else if ((cells[column] = Text(property.Value)) is null)
            {
                fault ??= new(property.Name, "", "is neither text nor number nor true or false, nor a list of texts.");
                cells[column] = "";
            }
        }

        return new(number, [.. cells.Select(c => c ?? "")], fault);
    }

    private static string? Text(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString(),
        JsonValueKind.Number => value.GetRawText(),
        JsonValueKind.True => "true",
        JsonValueKind.False => "false",
        JsonValueKind.Null => "",
        JsonValueKind.Array when value.EnumerateArray().All(e => e.ValueKind == JsonValueKind.String) => string.Join(LeadColumns.Separator, value.EnumerateArray().Select(e => e.GetString())),
        _ => null,
    };
}
