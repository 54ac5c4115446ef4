namespace CoretimeDesk.Substrate;

/// <summary>What an SS58 address says: an id, and the network it is written for. Equal when both are.</summary>
/// <param name="Id">The account id (32 or 33 bytes) or account index (1, 2, 4 or 8 bytes, little endian). Not to be changed.</param>
/// <param name="Prefix">The network: 0 Polkadot, 2 Kusama, 42 any.</param>
public sealed record Ss58Address(byte[] Id, ushort Prefix)
{
    /// <inheritdoc/>
    public bool Equals(Ss58Address? other) => other is not null && Prefix == other.Prefix && Id.AsSpan().SequenceEqual(other.Id);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = new HashCode();
        hash.Add(Prefix);
        hash.AddBytes(Id);
        return hash.ToHashCode();
    }

    /// <summary>The address again, with the shortest checksum that its kind of id may have.</summary>
    public override string ToString() => Ss58.Encode(Id, Prefix);
}
