using CoretimeDesk.Sealing;

namespace CoretimeDesk.Journal.Tests.World;

/// <summary>One key, or none while a test says so.</summary>
internal sealed class KeysInMemory : ISealKeys
{
    private readonly List<SealKey> _keys = [SealKey.Create()];

    public bool Empty { get; set; }

    public SealPublicKey Public => _keys[^1].Public;

    /// <summary>From now on another key signs.</summary>
    public void Rotate() => _keys.Add(SealKey.Create());

    /// <summary>The newest key is none of the desk's.</summary>
    public void ForgetNewest() => _keys.RemoveAt(_keys.Count - 1);

    public Task<SealKey?> CurrentAsync(CancellationToken stop) => Task.FromResult(Empty ? null : _keys[^1]);

    public Task<IReadOnlyList<SealPublicKey>> PublicAsync(CancellationToken stop) =>
        Task.FromResult<IReadOnlyList<SealPublicKey>>([.. _keys.Select(k => k.Public)]);
}
