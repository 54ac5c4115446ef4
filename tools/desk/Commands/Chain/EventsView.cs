using CoretimeDesk.Desk.Output;
using CoretimeDesk.Substrate;
using Spectre.Console;

namespace CoretimeDesk.Desk.Commands.Chain;

/// <summary>Shows the events of a block, from wherever they came.</summary>
internal static class EventsView
{
    /// <summary>Decodes those that are wanted: all of them, or the names given.</summary>
    public static EventRecord[] Decode(Runtime runtime, byte[] bytes, string[] only)
    {
        foreach (var name in only)
        {
            var pallet = name.Split('.')[0];
            if (!runtime.Events.All.Any(e => e.ToString() == name || (name == $"{pallet}.*" && e.Pallet == pallet)))
            {
                throw new DeskException(runtime.Events.All.Any(e => e.Pallet == pallet)
                    ? $"--only: {pallet} has no such event as '{name}'; it has {string.Join(", ", runtime.Events.All.Where(e => e.Pallet == pallet).Select(e => e.Name))}."
                    : $"--only: '{name}' is no event of this runtime. Write Pallet.Event, or Pallet.* for all of a pallet.");
            }
        }

        return only.Length == 0 ? runtime.Events.Decode(bytes) : runtime.Events.Decode(bytes, runtime.Events.Filter(only));
    }

    public static void Json(Runtime runtime, EventRecord[] records, JsonForm form) => ChainOutput.Json(writer =>
    {
        writer.WriteStartArray();
        foreach (var record in records)
        {
            record.WriteJson(writer, runtime.Errors, form);
        }

        writer.WriteEndArray();
    });

    public static void Table(Runtime runtime, EventRecord[] records, JsonForm form, Screen screen)
    {
        if (records.Length == 0)
        {
            screen.Line("No event.");
            return;
        }

        var table = new Table().Border(TableBorder.Rounded).AddColumns("#", "in", "event", "fields");
        foreach (var record in records)
        {
            var fields = record.Fields.Count == 0 ? "" : ChainOutput.Brief(writer => record.Fields.WriteJson(writer, form));
            fields = fields is ['{', .. var inner, '}'] ? inner : fields;
            var errors = runtime.Errors.In(record.Fields);
            table.AddRow(
                $"{record.Index}", record.ExtrinsicIndex is { } extrinsic ? $"extrinsic {extrinsic}" : record.Phase.ToString().ToLowerInvariant(),
                Markup.Escape(record.Event.ToString()), Markup.Escape(fields + string.Concat(errors.Select(e => $"  → {e}: {e.Docs.ToString().Replace('\n', ' ')}"))));
        }

        screen.Table(table);
    }
}
