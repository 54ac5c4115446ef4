using CoretimeDesk.Substrate;

namespace CoretimeDesk.ChainWatcher;

public abstract partial record ChainFact
{
    /// <summary>A workload may be renewed in the next sale.</summary>
    /// <param name="Origin">Where, when and by whom.</param>
    /// <param name="Core">The core that it runs on until then.</param>
    /// <param name="Price">What the renewal will cost, to the planck.</param>
    /// <param name="Begin">First timeslice of the renewed region.</param>
    /// <param name="Workload">What runs on the core.</param>
    public sealed record Renewable(FactOrigin Origin, ushort Core, TokenAmount Price, uint Begin, Listed<WorkloadItem> Workload) : ChainFact(Origin);

    /// <summary>A workload was renewed. Whose it is, its tasks say: anyone may pay for anyone.</summary>
    /// <param name="Origin">Where, when and by whom; without extrinsic when it renews itself.</param>
    /// <param name="Payer">Who paid.</param>
    /// <param name="Price">What was paid.</param>
    /// <param name="OldCore">The core that it ran on.</param>
    /// <param name="Core">The core that it runs on from <paramref name="Begin"/>: another one, as a rule.</param>
    /// <param name="Begin">First timeslice of the new region.</param>
    /// <param name="Duration">Timeslices.</param>
    /// <param name="Workload">What runs on the core.</param>
    public sealed record Renewed(
        FactOrigin Origin, AccountId32 Payer, TokenAmount Price, ushort OldCore, ushort Core, uint Begin, uint Duration, Listed<WorkloadItem> Workload) : ChainFact(Origin)
    {
        /// <summary>The parachains of the workload, each once.</summary>
        public IReadOnlyList<uint> Tasks => [.. Workload.Select(w => w.Use.Task).OfType<uint>().Distinct()];
    }

    /// <summary>A core renews itself from now on.</summary>
    /// <param name="Origin">Where, when and by whom.</param>
    /// <param name="Core">The core.</param>
    /// <param name="Task">The parachain that pays.</param>
    public sealed record AutoRenewalEnabled(FactOrigin Origin, ushort Core, uint Task) : ChainFact(Origin);

    /// <summary>A core no longer renews itself.</summary>
    /// <param name="Origin">Where, when and by whom.</param>
    /// <param name="Core">The core.</param>
    /// <param name="Task">The parachain that paid.</param>
    public sealed record AutoRenewalDisabled(FactOrigin Origin, ushort Core, uint Task) : ChainFact(Origin);

    /// <summary>A core should have renewed itself and could not: as a rule, its payer has too little.</summary>
    /// <param name="Origin">Where and when.</param>
    /// <param name="Core">The core.</param>
    /// <param name="Payer">Who should have paid; null when that is not known.</param>
    public sealed record AutoRenewalFailed(FactOrigin Origin, ushort Core, AccountId32? Payer) : ChainFact(Origin);

    /// <summary>A core could not be set to renew itself any more: too many do.</summary>
    /// <param name="Origin">Where and when.</param>
    public sealed record AutoRenewalLimitReached(FactOrigin Origin) : ChainFact(Origin);

    /// <summary>A renewal that nobody took was dropped.</summary>
    /// <param name="Origin">Where, when and by whom.</param>
    /// <param name="Core">The core.</param>
    /// <param name="Begin">First timeslice that it would have been for.</param>
    public sealed record PotentialRenewalDropped(FactOrigin Origin, ushort Core, uint Begin) : ChainFact(Origin);

    /// <summary>A renewal was taken away by governance.</summary>
    /// <param name="Origin">Where, when and by whom.</param>
    /// <param name="Core">The core.</param>
    /// <param name="Begin">First timeslice that it would have been for.</param>
    public sealed record PotentialRenewalRemoved(FactOrigin Origin, ushort Core, uint Begin) : ChainFact(Origin);
}
