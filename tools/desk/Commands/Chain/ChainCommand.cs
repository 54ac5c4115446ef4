using System.CommandLine;

namespace CoretimeDesk.Desk.Commands.Chain;

/// <summary><c>./desk chain</c>: bytes of a chain, for people.</summary>
internal static class ChainCommand
{
    public static Command Make() => new("chain", "Read and write bytes of a Substrate chain: events, calls, storage keys, addresses; and what coretime costs. None of it needs a running desk or a key.")
    {
        EventsCommand.Make(),
        DecodeEventsCommand.Make(),
        DecodeCallCommand.Make(),
        EncodeCallCommand.Make(),
        StorageKeyCommand.Make(),
        Ss58Command.Make(),
        MetadataCommand.Make(),
        PriceCommand.Make(),
        RecordCommand.Make(),
    };
}
