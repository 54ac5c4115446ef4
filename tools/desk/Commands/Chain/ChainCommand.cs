using System.CommandLine;
using CoretimeDesk.Desk.Commands.Chain.Watcher;

namespace CoretimeDesk.Desk.Commands.Chain;

/// <summary><c>./desk chain</c>: bytes of a chain, for people.</summary>
internal static class ChainCommand
{
    public static Command Make() => new("chain", "What a running desk knows of the chains that it follows: market and facts. And, without a desk or a key: bytes of a Substrate chain, and what coretime costs.")
    {
        FollowersCommand.Make(),
        ResumeCommand.Make(),
        MarketCommand.Make(),
        PriceAtCommand.Make(),
        RegionsCommand.Make(),
        RenewalsCommand.Make(),
        FactsCommand.List(),
        FactsCommand.One(),
        WatchCommand.Make(),
        BackfillCommand.Make(),
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
