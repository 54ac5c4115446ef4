using System.Text.Json;
using System.Text.Json.Serialization;

namespace CoretimeDesk.ChainLab;

/// <summary>One of the lab's two chains.</summary>
public enum LabNetwork
{
    /// <summary>The Coretime parachain, with the broker.</summary>
    Coretime,

    /// <summary>The relay chain, with on-demand orders and credits.</summary>
    Relay,
}

/// <summary>An event as the lab's own decoder prints it: an oracle to compare with.</summary>
/// <param name="Name">Pallet and event: <c>broker.Purchased</c>.</param>
/// <param name="Phase">The index of its extrinsic, or <c>Initialization</c> or <c>Finalization</c>.</param>
/// <param name="Data">Its fields, with digits grouped for people: <c>"500,000,000,000"</c>.</param>
public sealed record LabEvent([property: JsonPropertyName("event")] string Name, JsonElement Phase, JsonElement Data)
{
    /// <summary>The index of its extrinsic; null outside extrinsics.</summary>
    [JsonIgnore]
    public int? Extrinsic => Phase.ValueKind == JsonValueKind.Number ? Phase.GetInt32() : null;
}

/// <summary>A block that the lab built. Events of fees and other bookkeeping are left out.</summary>
/// <param name="Chain">The lab's name of the chain: <c>paseo-coretime</c>.</param>
/// <param name="Label">The scenario or step that built it.</param>
/// <param name="Number">Height.</param>
/// <param name="Hash">Hexadecimal, with 0x.</param>
/// <param name="Parent">Hexadecimal, with 0x.</param>
/// <param name="Relay">The relay block it names as its parent; null on the relay chain.</param>
/// <param name="Rejected">How many of the extrinsics it was to hold were not taken in.</param>
/// <param name="Events">What happened, in order.</param>
/// <param name="Role">In the scenario <c>reorg</c>: <c>orphaned</c> or <c>canonical</c>.</param>
public sealed record LabBlock(
    string Chain, string? Label, uint Number, string Hash, string Parent, uint? Relay, int Rejected, IReadOnlyList<LabEvent> Events, string? Role);

/// <summary>What a scenario did.</summary>
/// <param name="Blocks">The blocks it built, in order.</param>
/// <param name="Raw">All that it reported; some scenarios add facts that are no blocks.</param>
public sealed record LabRun(IReadOnlyList<LabBlock> Blocks, JsonElement Raw)
{
    /// <summary>The events of all its blocks, in order.</summary>
    public IEnumerable<LabEvent> Events => Blocks.SelectMany(block => block.Events);
}

/// <summary>A storage entry at the head.</summary>
/// <param name="Key">Its full key, hexadecimal.</param>
/// <param name="Raw">Its bytes, hexadecimal; null when the key is absent.</param>
/// <param name="Value">Decoded by the lab; JSON null when it is absent and has no default.</param>
public sealed record LabStorage(string Key, string? Raw, JsonElement Value);

/// <summary>A block by height and hash.</summary>
/// <param name="Number">Height.</param>
/// <param name="Hash">Hexadecimal, with 0x.</param>
public sealed record LabHead(uint Number, string Hash);

/// <summary>Everything the lab says about itself.</summary>
/// <param name="Ready">False while it starts.</param>
/// <param name="Pid">Its process.</param>
/// <param name="UpMs">How long the start took, in milliseconds.</param>
/// <param name="Coretime">The Coretime chain.</param>
/// <param name="Relay">The relay chain; null when the lab runs without.</param>
/// <param name="Accounts">Funded accounts by name: alice, bob, charlie, dave, eve (poor), desk.</param>
/// <param name="Paras">Parachain ids by name: customer, lease, system, other.</param>
/// <param name="Sale">The broker's sale at the head; null before the first.</param>
public sealed record LabInfo(
    bool Ready, int Pid, int UpMs, LabChainState? Coretime, LabChainState? Relay,
    IReadOnlyDictionary<string, LabAccount> Accounts, IReadOnlyDictionary<string, uint> Paras, LabSale? Sale);

/// <summary>Where one chain stands.</summary>
/// <param name="Chain">The lab's name of it.</param>
/// <param name="Spec">Its runtime's spec version.</param>
/// <param name="Head">Height of its best block.</param>
/// <param name="Hash">Of its best block.</param>
/// <param name="Finalized">The newest finalized block of its node view.</param>
public sealed record LabChainState(string Chain, uint Spec, uint Head, string Hash, LabHead? Finalized);

/// <summary>An account of the lab.</summary>
/// <param name="Ss58">Its address with the generic prefix 42.</param>
/// <param name="Hex">Its 32 bytes.</param>
public sealed record LabAccount(string Ss58, string Hex);

/// <summary>The broker's sale at the head.</summary>
/// <param name="RelayBlock">The relay block that the newest Coretime block names.</param>
/// <param name="Timeslice">The timeslice that relay block is in.</param>
/// <param name="Phase"><c>interlude</c>, <c>leadin</c> or <c>fixed</c>.</param>
/// <param name="CurrentPrice">Of a core at <paramref name="RelayBlock"/>, in planck.</param>
/// <param name="Sale">The pallet's record of it.</param>
/// <param name="Status">The pallet's state beside it.</param>
public sealed record LabSale(uint RelayBlock, uint Timeslice, string Phase, UInt128 CurrentPrice, LabSaleInfo Sale, LabBrokerStatus Status);

/// <summary>The storage item <c>Broker.SaleInfo</c>, under the pallet's names.</summary>
public sealed record LabSaleInfo(
    uint SaleStart, uint LeadinLength, UInt128 EndPrice, uint RegionBegin, uint RegionEnd, ushort IdealCoresSold, ushort CoresOffered,
    ushort FirstCore, UInt128? SelloutPrice, ushort CoresSold);

/// <summary>Part of the storage item <c>Broker.Status</c>, under the pallet's names.</summary>
public sealed record LabBrokerStatus(ushort CoreCount, uint LastCommittedTimeslice, uint LastTimeslice);
