using CoretimeDesk.Quoting.Quotes;
using CoretimeDesk.Sealing;

namespace CoretimeDesk.Quoting.Proofs;

/// <summary>One thing that was looked at in a quote file.</summary>
/// <param name="Name">Short and stable: <c>digest</c>.</param>
/// <param name="Ok">Whether it is as it must be.</param>
/// <param name="Why">What was found, in a sentence.</param>
/// <param name="IsChecked">False where there was nothing to check it with: then nothing is wrong and nothing is shown to be right.</param>
public sealed record QuoteCheck(string Name, bool Ok, string Why, bool IsChecked = true);

/// <summary>What came of checking a quote file.</summary>
/// <param name="Checks">All that was looked at, in order.</param>
/// <param name="Quote">The quote, when its texts are good.</param>
/// <param name="Key">The key that the seals were checked with, when there is one.</param>
/// <param name="KeyWasGiven">The key was the reader's own; else it is the one that came in the file, which proves nothing about who made it.</param>
public sealed record QuoteVerification(IReadOnlyList<QuoteCheck> Checks, QuoteSnapshot? Quote, SealPublicKey? Key, bool KeyWasGiven)
{
    /// <summary>Nothing is wrong.</summary>
    public bool Ok => Checks.All(c => c.Ok);
}
