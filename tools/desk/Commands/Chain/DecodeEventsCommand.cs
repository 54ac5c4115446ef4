using System.CommandLine;
using CoretimeDesk.Substrate;

namespace CoretimeDesk.Desk.Commands.Chain;

/// <summary><c>./desk chain decode-events</c></summary>
internal static class DecodeEventsCommand
{
    public static Command Make()
    {
        var (metadata, prefix, json) = (ChainInput.Metadata(), ChainInput.Prefix(), Work.SessionCommands.Json());
        var events = new Option<string>("--events", "-e") { Description = "The value of System.Events: hex with 0x, a file with it (raw, hex, or JSON with 'eventsHex'), or - for standard input.", HelpName = "HEX|FILE", Required = true };
        var only = Only();
        var command = new Command("decode-events", "Decode the events of a block with the metadata of the runtime that executed it (the code at its parent).") { metadata, events, only, prefix, json };
        command.SetAction(r =>
        {
            var runtime = ChainInput.RuntimeOf(r.GetValue(metadata)!);
            var form = ChainInput.Form(runtime, r.GetValue(prefix));
            try
            {
                var records = ChainInput.Bytes("--events", r.GetValue(events)!, "eventsHex", "result", "events").SelectMany(bytes => EventsView.Decode(runtime, bytes, r.GetValue(only)!)).ToArray();
                if (r.GetValue(json))
                {
                    EventsView.Json(runtime, records, form);
                }
                else
                {
                    EventsView.Table(runtime, records, form, new());
                }
            }
            catch (ScaleException e)
            {
                throw new DeskException($"--events: {e.Message}. Are they of the runtime of this metadata?", e);
            }
        });
        return command;
    }

    public static Option<string[]> Only() => new("--only")
    {
        Description = "Only these events: Pallet.Event, or Pallet.* for all of a pallet. The others are not decoded.",
        HelpName = "Pallet.Event",
        AllowMultipleArgumentsPerToken = true,
        DefaultValueFactory = _ => [],
    };
}
