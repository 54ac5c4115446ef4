using System.Security.Cryptography;
using System.Text;

namespace CoretimeDesk.Leads.Importing;

/// <summary>A row that holds, as the rules of accounts, leads and contacts read it.</summary>
public sealed record RowContent(CreateAccount Account, string Title, LeadSource Source, ContactDetails? Contact, string ExternalRef)
{
    /// <summary>
    /// What tells this row from every other, in whichever file and order it comes: SHA-256 of what was read, each text behind
    /// its length. "https://Aleph.xyz/" and "aleph.xyz" are one domain, so two rows that differ in that alone are one row.
    /// </summary>
    public byte[] Hash()
    {
        var text = new StringBuilder("leads row 1\n");
        Add(Account.Name, $"{(int)Account.Segment}", $"{Account.AnnualCorePeriods}", Account.IsDao ? "1" : "0", Account.MainBusinessElsewhere ? "1" : "0");
        Add([.. Account.Ecosystems.Select(e => e.Trim().ToLowerInvariant()).Distinct().Order(StringComparer.Ordinal)]);
        Add([.. Account.Keys.Distinct().Select(k => $"{(int)k.Kind} {k.Network} {k.Value}").Order(StringComparer.Ordinal)]);
        Add(Title, $"{(int)Source}", ExternalRef);
        if (Contact is { } c)
        {
            Add([c.Name, c.Title, c.TimeZone, c.Language, .. c.Emails]);
        }

        return SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString()));

        void Add(params string[] values)
        {
            text.Append(values.Length).Append('\n');
            foreach (var value in values)
            {
                text.Append(value.Length).Append(' ').Append(value).Append('\n');
            }
        }
    }
}
