using CoretimeDesk.Sealing;

namespace CoretimeDesk.Journal;

/// <summary>Where a service finds the desk's keys for seals.</summary>
public interface ISealKeys
{
    /// <summary>The key that signs now; null while there is none, and then nothing is sealed.</summary>
    Task<SealKey?> CurrentAsync(CancellationToken stop);

    /// <summary>All that ever signed, so that old seals can be verified; oldest first.</summary>
    Task<IReadOnlyList<SealPublicKey>> PublicAsync(CancellationToken stop);
}

/// <summary>Of a service that was given none.</summary>
public sealed class NoSealKeys : ISealKeys
{
    /// <inheritdoc/>
    public Task<SealKey?> CurrentAsync(CancellationToken stop) => Task.FromResult<SealKey?>(null);

    /// <inheritdoc/>
    public Task<IReadOnlyList<SealPublicKey>> PublicAsync(CancellationToken stop) => Task.FromResult<IReadOnlyList<SealPublicKey>>([]);
}
