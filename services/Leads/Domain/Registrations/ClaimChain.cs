using System.Buffers;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace CoretimeDesk.Leads.Registrations;

/// <summary>What a link of the chain records.</summary>
/// <param name="Kind">"claim", "house", "override", "merged-in", "merged-away" or "merge-undone".</param>
/// <param name="Result">What came of a claim: "won", "lost", "incomplete"; empty for what is no claim.</param>
/// <param name="Who">The rep, or who recorded it.</param>
/// <param name="RegistrationId">The registration it made or found; null for none.</param>
/// <param name="Digest">SHA-256 of what was said or shown (claim form, customer's document), 64 hexadecimal digits; empty for nothing.</param>
/// <param name="Other">Of a merge: head of the other account's chain, "account position hash"; otherwise empty.</param>
public sealed record ChainEntry(string Kind, string Result, Owner Who, Guid? RegistrationId, string Digest, string Other = "");

/// <summary>One link: what was recorded, when, and the hash over everything so far.</summary>
/// <param name="Position">1, 2, 3…</param>
/// <param name="At">When; always later than the link before.</param>
/// <param name="Content">The canonical text that was hashed.</param>
/// <param name="Previous">Hash of the link before; of the first link, of the chain's name.</param>
/// <param name="Hash">SHA-256 of <paramref name="Previous"/> followed by the UTF-8 bytes of <paramref name="Content"/>; 64 hexadecimal digits.</param>
public sealed record ChainLink(long Position, DateTimeOffset At, string Content, string Previous, string Hash);

/// <summary>
/// Claims to one account and product line, each hashed together with the hash before it: whoever kept the hash of their own
/// claim can prove that it was there, and what came before it.
/// </summary>
public static class ClaimChain
{
    /// <summary>The instant of the next link: now, or a microsecond after the one before, should this machine's clock be behind.</summary>
    public static DateTimeOffset TimeAfter(ChainLink? head, DateTimeOffset now) => head is not null && now <= head.At ? head.At.AddMicroseconds(1) : now;

    /// <summary>Adds an entry behind <paramref name="head"/>.</summary>
    public static ChainLink Append(Guid accountId, ProductLine line, ChainLink? head, ChainEntry entry, DateTimeOffset now)
    {
        var position = (head?.Position ?? 0) + 1;
        var at = TimeAfter(head, now);
        var previous = head?.Hash ?? Genesis(accountId, line);
        var content = Canonical(accountId, line, position, at, entry);
        return new(position, at, content, previous, HashOf(previous, content));
    }

    /// <summary>SHA-256 of a claim form's canonical text, as 64 hexadecimal digits.</summary>
    public static string DigestOf(ClaimForm form) => Hex(SHA256.HashData(Encoding.UTF8.GetBytes(Write(json =>
    {
        json.WriteString("contact", form.Contact);
        json.WriteString("evidence_note", form.EvidenceNote);
        json.WriteString("next_step", form.NextStep);
        json.WriteString("next_step_reason", form.NextStepReason);
        json.WriteString("next_step_on", form.NextStepOn?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) ?? "");
    }))));

    /// <summary>The hash before the first link: nobody can move a chain to another account.</summary>
    public static string Genesis(Guid accountId, ProductLine line) =>
        Hex(SHA256.HashData(Encoding.UTF8.GetBytes($"coretime desk claims v1\n{accountId:D}\n{Name(line)}")));

    /// <summary>Null when every link follows from the one before; else the first position that does not, and why.</summary>
    /// <param name="accountId">Whose chain.</param>
    /// <param name="line">Of which line.</param>
    /// <param name="links">All links, by position.</param>
    /// <param name="receipt">A hash that must be among them; null for none. Without it a chain that lost its newest links looks whole.</param>
    public static ChainFault? Verify(Guid accountId, ProductLine line, IReadOnlyList<ChainLink> links, string? receipt = null)
    {
        var (previous, last) = (Genesis(accountId, line), DateTimeOffset.MinValue);
        for (var i = 0; i < links.Count; i++)
        {
            var link = links[i];
            var fault = link.Position != i + 1 ? $"its position is {link.Position}, so that a link is missing or stands twice"
                : link.Previous != previous ? "it does not name the hash of the link before"
                : HashOf(previous, link.Content) != link.Hash ? "its hash is not that of its content"
                : link.At <= last ? "it is not later than the link before"
                : !Says(link, accountId, line) ? "its content tells another account, line, position or time"
                : null;
            if (fault is not null)
            {
                return new(i + 1, fault);
            }

            (previous, last) = (link.Hash, link.At);
        }

        return receipt is null || links.Any(l => l.Hash == receipt) ? null : new(links.Count + 1, "no link has the hash of the receipt: what came last was removed");
    }

    private static string Canonical(Guid accountId, ProductLine line, long position, DateTimeOffset at, ChainEntry entry) => Write(json =>
    {
        json.WriteNumber("v", 1);
        json.WriteString("account", accountId.ToString("D"));
        json.WriteString("line", Name(line));
        json.WriteNumber("position", position);
        json.WriteString("at", ClaimRules.Iso(at));
        json.WriteString("kind", entry.Kind);
        json.WriteString("result", entry.Result);
        json.WriteString("who", entry.Who.Id.ToString("D"));
        json.WriteString("name", entry.Who.Name);
        json.WriteString("registration", entry.RegistrationId?.ToString("D") ?? "");
        json.WriteString("digest", entry.Digest);
        json.WriteString("other", entry.Other);
    });

    // The hash covers the stored text, whatever it says; this makes sure that the columns beside it say the same.
    private static bool Says(ChainLink link, Guid accountId, ProductLine line)
    {
        try
        {
            using var json = JsonDocument.Parse(link.Content);
            var root = json.RootElement;
            return root.GetProperty("account").GetString() == accountId.ToString("D")
                && root.GetProperty("line").GetString() == Name(line)
                && root.GetProperty("position").GetInt64() == link.Position
                && root.GetProperty("at").GetString() == ClaimRules.Iso(link.At);
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            return false;
        }
    }

    private static string HashOf(string previous, string content) =>
        Hex(SHA256.HashData([.. Convert.FromHexString(previous), .. Encoding.UTF8.GetBytes(content)]));

    private static string Hex(byte[] bytes) => Convert.ToHexStringLower(bytes);

    private static string Name(ProductLine line) => line == ProductLine.Bulk ? "bulk" : "on-demand";

    private static string Write(Action<Utf8JsonWriter> fields)
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            fields(json);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }
}

/// <summary>Where a chain breaks.</summary>
/// <param name="Position">The first link that does not follow; one beyond the last when the end is missing.</param>
/// <param name="Why">As it stands after "Link 3 does not follow: ".</param>
public sealed record ChainFault(long Position, string Why);
