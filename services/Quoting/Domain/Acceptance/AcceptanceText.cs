using System.Globalization;

namespace CoretimeDesk.Quoting.Acceptance;

/// <summary>The text by whose signature a customer accepts a quote.</summary>
/// <remarks>
/// It holds nothing but what stands on the quote, so anybody can make it anew and check a signature years later. It says what it is for, so that nobody can be made to sign
/// something else by it, and it is in words, so that no transaction can look like it.
/// </remarks>
public static class AcceptanceText
{
    /// <summary>Makes the text.</summary>
    /// <param name="number">"Q-2026-000123".</param>
    /// <param name="revision">Which revision.</param>
    /// <param name="customer">Number and name of the customer.</param>
    /// <param name="digest">The quote digest, 64 hexadecimal digits, lower case.</param>
    /// <param name="validUntil">The first instant at which the quote does not count.</param>
    public static string Of(string number, int revision, string customer, string digest, DateTimeOffset validUntil) => string.Create(
        CultureInfo.InvariantCulture,
        $"Coretime Desk: I accept quote {number}, revision {revision}, for {customer}. Quote digest {digest}. "
        + $"Signing this accepts the terms of exactly that quote. It moves no funds and permits nothing. Valid until {validUntil.UtcDateTime:d MMMM yyyy HH:mm:ss} UTC.");
}
