using CoretimeDesk.Substrate;

namespace CoretimeDesk.Quoting.Acceptance;

/// <summary>By what a customer accepted. The numbers are those of the wire.</summary>
public enum AcceptanceKind
{
    /// <summary>A key on the account's list signed a text with the quote's digest.</summary>
    Signature = 1,

    /// <summary>Somebody typed their name, where the segment needs paper. Weaker.</summary>
    TypedName = 2,

    /// <summary>The purchase itself, in time and within the quote.</summary>
    Purchase = 3,
}

/// <summary>What shows that a customer accepted.</summary>
public abstract record AcceptanceEvidence(AcceptanceKind Kind)
{
    /// <summary>Anybody can check it: it does not rest on the desk's word.</summary>
    public bool IsStrong => Kind != AcceptanceKind.TypedName;

    /// <summary>A signature.</summary>
    /// <param name="Account">Whose key: 0x hex.</param>
    /// <param name="Scheme">Which kind of key.</param>
    /// <param name="Text">What was signed.</param>
    /// <param name="Signature">0x hex.</param>
    public sealed record WithKey(string Account, SignatureScheme Scheme, string Text, string Signature) : AcceptanceEvidence(AcceptanceKind.Signature);

    /// <summary>A typed name.</summary>
    /// <param name="Name">The name.</param>
    /// <param name="Title">What they are in the organisation.</param>
    /// <param name="Address">From where the request came; "recorded by staff" where no customer typed it.</param>
    /// <param name="Document">Where staff recorded it: the SHA-256 of the signed paper; empty otherwise.</param>
    /// <param name="Note">Where staff recorded it: how they got it; empty otherwise.</param>
    public sealed record WithName(string Name, string Title, string Address, string Document, string Note) : AcceptanceEvidence(AcceptanceKind.TypedName);

    /// <summary>A purchase by the quote.</summary>
    /// <param name="FactId">The chain watcher's name of the fact.</param>
    /// <param name="Account">Who paid: 0x hex.</param>
    public sealed record WithPurchase(string FactId, string Account) : AcceptanceEvidence(AcceptanceKind.Purchase);
}
