namespace CoretimeDesk.Substrate.Tests.Hostile.Fuzzing;

/// <summary>Storage keys: what is accepted is what its parts give again.</summary>
internal sealed class KeysTarget(IReadOnlyList<(StorageItem Item, byte[] Key)> samples) : FuzzTarget("storage keys")
{
    private StorageItem _item = null!;

    protected override byte[] Next(Mutator mutator)
    {
        (_item, var key) = samples[mutator.Next(samples.Count)];
        var other = samples[mutator.Next(samples.Count)].Key;

        // The prefix is right in most: a damaged one is refused at the first look.
        return mutator.Next(8) == 0 ? mutator.Mutate(key, other) : [.. _item.Prefix, .. mutator.Mutate(key.AsSpan(_item.Prefix.Length), other)];
    }

    protected override FuzzOutcome Check(byte[] input)
    {
        IReadOnlyList<ScaleValue?> parts = [];
        var refusal = Measure(() => parts = _item.DecodeKey(input), input, out var allocated);
        if (refusal is null)
        {
            RequireSame(input, _item.Key([.. parts.Select(p => (ReadOnlyMemory<byte>)p!.Value.Encode())]), "a key");
        }

        return Outcome(refusal, input, allocated);
    }
}
