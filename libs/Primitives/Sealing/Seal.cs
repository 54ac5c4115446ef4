namespace CoretimeDesk.Sealing;

/// <summary>What the desk signs from time to time: that its journal held exactly these rows, in this order, after those of the seal before.</summary>
/// <param name="Service">Whose journal.</param>
/// <param name="Number">1, 2, 3…, without gaps.</param>
/// <param name="Previous">The hash of the seal before; <see cref="Nothing"/> for the first.</param>
/// <param name="Root">The root of the Merkle tree over the rows.</param>
/// <param name="Leaves">How many rows, at least one.</param>
/// <param name="First">The first row's place in the replay order.</param>
/// <param name="Last">The last row's place.</param>
/// <param name="SealedAt">When, by the desk's clock: UTC, whole microseconds.</param>
/// <param name="KeyId">The key that signed it.</param>
public sealed record Seal(
    string Service, long Number, string Previous, string Root, int Leaves, string First, string Last, DateTimeOffset SealedAt, string KeyId)
{
    /// <summary>The hash before the first seal.</summary>
    public static readonly string Nothing = new('0', 64);

    /// <summary>The text that is hashed for the chain, and signed.</summary>
    public string Canonical() => new CanonicalJson().BeginObject()
        .Text("v", "coretime-desk journal seal 1")
        .Text("journal", Service)
        .Number("number", Number)
        .Text("previous", Previous)
        .Text("root", Root)
        .Number("leaves", Leaves)
        .Text("first", First)
        .Text("last", Last)
        .Instant("sealed_at", SealedAt)
        .Text("key", KeyId)
        .EndObject().ToString();

    /// <summary>SHA-256 of <see cref="Canonical"/>: the next seal's <see cref="Previous"/>.</summary>
    public string Hash() => CanonicalJson.Digest(Canonical());

    /// <summary>Reads what <see cref="Canonical"/> wrote; null for any other text.</summary>
    public static Seal? TryParse(string text)
    {
        var seal = CanonicalReading.TryRead(text, json => new Seal(
            json.Text("journal"), json.Number("number"), json.Text("previous"), json.Text("root"), json.Count("leaves"), json.Text("first"), json.Text("last"),
            json.Instant("sealed_at"), json.Text("key")));
        return seal?.Canonical() == text ? seal : null;
    }
}

/// <summary>A seal and its signature.</summary>
/// <param name="Seal">What is signed.</param>
/// <param name="Signature">ECDSA P-256 with SHA-256 in DER, hexadecimal, lower case.</param>
public sealed record SignedSeal(Seal Seal, string Signature);

/// <summary>The evidence that one journal row is under a seal.</summary>
/// <param name="Row">The row.</param>
/// <param name="Index">Its place among the seal's leaves, from 0.</param>
/// <param name="Path">The hashes from the leaf to the root, hexadecimal, the leaf's sibling first.</param>
/// <param name="SignedSeal">The seal.</param>
public sealed record InclusionProof(SealedRow Row, int Index, IReadOnlyList<string> Path, SignedSeal SignedSeal)
{
    /// <summary>True when the row leads by the path to the seal's root. The signature is another question.</summary>
    public bool LeadsToRoot() =>
        Row.Service == SignedSeal.Seal.Service
        && Path.All(Hexadecimal.IsHash)
        && Hexadecimal.IsHash(SignedSeal.Seal.Root)
        && MerkleTree.Includes(Row.LeafHash(), Index, SignedSeal.Seal.Leaves, [.. Path.Select(Convert.FromHexString)], Convert.FromHexString(SignedSeal.Seal.Root));
}

/// <summary>Hexadecimal in its one allowed form: lower case, two digits a byte.</summary>
public static class Hexadecimal
{
    /// <summary>64 digits.</summary>
    public static bool IsHash(string text) => text.Length == 2 * MerkleTree.HashBytes && IsPlain(text);

    /// <summary>Whole bytes in lower case.</summary>
    public static bool IsPlain(string text) => text.Length % 2 == 0 && text.All(char.IsAsciiHexDigitLower);
}
