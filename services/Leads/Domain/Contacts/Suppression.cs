using System.Security.Cryptography;
using System.Text;

namespace CoretimeDesk.Leads;

/// <summary>What stays of an address whose owner opted out and was forgotten: enough to recognise it, and not to read it.</summary>
public static class Suppression
{
    /// <summary>The digest of an address as <see cref="ContactReading"/> gives it: SHA-256 with a label of its own.</summary>
    public static byte[] DigestOf(string address) => SHA256.HashData(Encoding.UTF8.GetBytes($"coretime desk opt-out\n{address}"));
}
