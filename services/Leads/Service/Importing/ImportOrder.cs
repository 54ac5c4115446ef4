using CoretimeDesk.Leads.Files;

namespace CoretimeDesk.Leads.Importing;

/// <summary>What an import is asked to do.</summary>
/// <param name="Actor">Who imports.</param>
/// <param name="RequestId">Under which id its events are recorded.</param>
/// <param name="Format">What the file is.</param>
/// <param name="FileName">For people.</param>
/// <param name="Sha256">Of the whole file; null when unknown.</param>
/// <param name="IsDry">Everything but the writing.</param>
/// <param name="AddsToKnown">Whether leads come to accounts that exist.</param>
public sealed record ImportOrder(Actor Actor, Guid RequestId, LeadFileFormat Format, string FileName, byte[]? Sha256, bool IsDry, bool AddsToKnown);

/// <summary>A row of the file as the rules read it.</summary>
/// <param name="Number">As people count.</param>
/// <param name="Content">The row; null when something is wrong with it.</param>
/// <param name="Hash">Of the row, as hex.</param>
/// <param name="Faults">What is wrong.</param>
/// <param name="EndsFile">Nothing behind it can be read.</param>
public sealed record CheckedRow(long Number, RowContent? Content, string Hash, IReadOnlyList<RowFault> Faults, bool EndsFile)
{
    /// <summary>Reads and judges a row.</summary>
    public static CheckedRow Of(FileRow row)
    {
        if (row.Fault is { } fault)
        {
            return new(row.Number, null, "", [fault], row.EndsFile);
        }

        var content = RowRules.Read(row.Cells, out var faults);
        return new(row.Number, content, content is null ? "" : Convert.ToHexString(content.Hash()), faults, row.EndsFile);
    }
}

/// <summary>What became of some rows.</summary>
public sealed class Tally
{
    public long Read { get; set; }

    public long Imported { get; set; }

    public long Repeated { get; set; }

    public long Refused { get; set; }

    public long Accounts { get; set; }

    public long Contacts { get; set; }

    /// <summary>Adds another.</summary>
    public void Add(Tally other)
    {
        (Read, Imported, Repeated) = (Read + other.Read, Imported + other.Imported, Repeated + other.Repeated);
        (Refused, Accounts, Contacts) = (Refused + other.Refused, Accounts + other.Accounts, Contacts + other.Contacts);
    }

    /// <summary>On the wire.</summary>
    public V1.ImportProgress ToMessage() => new() { RowsRead = Read, Imported = Imported, Repeated = Repeated, Refused = Refused, AccountsCreated = Accounts, ContactsAdded = Contacts };
}
