using CoretimeDesk.Substrate;

namespace CoretimeDesk.ChainWatcher;

/// <summary>A part of a chain that facts come from: some events of some pallets.</summary>
public interface IFactSource
{
    /// <summary>Declares the events that are facts.</summary>
    void Declare(FactBook book);

    /// <summary>What must be read to make a fact of this event, besides the event.</summary>
    IEnumerable<StorageRead> Reads(Runtime runtime, EventRecord record);
}

/// <summary>
/// How a chain sells coretime. Networks are moving from today's sale with falling prices to an auction: the chain's names stay behind this interface.
/// </summary>
public interface ISaleModel : IFactSource
{
    /// <summary>The pallet that sells.</summary>
    string Pallet { get; }

    /// <summary>Where the settings of the sale are stored; null when the runtime has none.</summary>
    StorageItem? Configuration(Runtime runtime);

    /// <summary>True for the call that sets them.</summary>
    bool Configures(CallView call);
}

/// <summary>Where on-demand orders are placed and how they are paid. Networks are moving both.</summary>
public interface IOrderVenue : IFactSource
{
    /// <summary>How an order was paid that this call placed; null when the call places none.</summary>
    PaymentMeans? MeansOf(CallView call);

    /// <summary>Where an account's credit is stored; null when the runtime knows no credit.</summary>
    StorageItem? Credits(Runtime runtime);
}

/// <summary>A chain as the watcher reads it.</summary>
/// <param name="Chain">Which chain.</param>
public sealed record ChainProfile(ChainRef Chain)
{
    /// <summary>Relay blocks of a timeslice.</summary>
    public uint TimesliceBlocks { get; init; } = 80;

    /// <summary>How coretime is sold there.</summary>
    public ISaleModel Sale { get; init; } = new LeadInSale();

    /// <summary>Where on-demand orders are placed. It is looked for on every chain, since it is going to move.</summary>
    public IOrderVenue Orders { get; init; } = new OnDemandPallet();
}
