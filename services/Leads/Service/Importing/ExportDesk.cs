using System.Data;
using System.Globalization;
using System.Text;
using CoretimeDesk.Leads.Data;
using CoretimeDesk.Leads.Files;
using CoretimeDesk.Leads.Leads;
using Microsoft.EntityFrameworkCore;

namespace CoretimeDesk.Leads.Importing;

/// <summary>Gives leads out as files.</summary>
internal sealed class ExportDesk(IDbContextFactory<LeadsDb> contexts)
{
    private const int LeadsPerPage = 1_000;
    private const int ChunkBytes = 64 * 1024;

    /// <summary>Writes the leads of one instant, page by page: whatever happens meanwhile, no lead is missing or there twice.</summary>
    /// <param name="filter">Which leads.</param>
    /// <param name="format">The file's format.</param>
    /// <param name="withContacts">Whether the caller may read contacts.</param>
    /// <param name="write">Gets a chunk, and how many rows were written with it.</param>
    /// <param name="stop">Ends the export.</param>
    public async Task RunAsync(LeadFilter filter, LeadFileFormat format, bool withContacts, Func<ReadOnlyMemory<byte>, long, Task> write, CancellationToken stop)
    {
        await using var db = await contexts.CreateDbContextAsync(stop);
        await using var snapshot = await db.Database.BeginTransactionAsync(IsolationLevel.RepeatableRead, stop);
        var (text, rows, before) = (new StringBuilder(RowWriter.Header(format)), 0L, (Guid?)null);
        while (true)
        {
            var page = await Page(db, filter, before).ToListAsync(stop);
            foreach (var cells in await CellsAsync(db, page, withContacts, stop))
            {
                text.Append(RowWriter.Row(format, cells));
                rows++;
                await FlushAsync(ChunkBytes);
            }

            if (page.Count < LeadsPerPage)
            {
                await FlushAsync(1);
                return;
            }

            before = page[^1].Id;
        }

        async Task FlushAsync(int from)
        {
            if (text.Length < from)
            {
                return;
            }

            var bytes = Encoding.UTF8.GetBytes(text.ToString());
            text.Clear();
            for (var at = 0; at < bytes.Length; at += ChunkBytes)
            {
                await write(bytes.AsMemory(at, Math.Min(ChunkBytes, bytes.Length - at)), rows);
            }
        }
    }

    private static IQueryable<LeadRow> Page(LeadsDb db, LeadFilter filter, Guid? before)
    {
        var leads = filter.Apply(db, db.Leads.AsNoTracking().Include(l => l.Account));
        return (before is { } last ? leads.Where(l => l.Id < last) : leads).OrderByDescending(l => l.Id).Take(LeadsPerPage);
    }

    private static async Task<IEnumerable<string[]>> CellsAsync(LeadsDb db, List<LeadRow> leads, bool withContacts, CancellationToken stop)
    {
        var (ids, accounts) = (leads.Select(l => l.Id).ToArray(), leads.Select(l => l.AccountId).Distinct().ToArray());
        var keys = (await db.AccountKeys.AsNoTracking().Where(k => accounts.Contains(k.AccountId)).ToListAsync(stop)).ToLookup(k => k.AccountId, k => k.ToKey());
        var references = await db.ImportedRows.AsNoTracking().Where(r => ids.Contains(r.LeadId) && r.ExternalRef != "").ToDictionaryAsync(r => r.LeadId, r => r.ExternalRef, stop);

        // Somebody who opted out would be somebody to write to again where the file is read.
        var contacts = !withContacts ? [] : await db.Contacts.AsNoTracking()
            .Where(c => accounts.Contains(c.AccountId) && c.ForgottenAt == null && c.OptedOutAt == null)
            .GroupBy(c => c.AccountId).Select(g => g.OrderBy(c => c.Id).First()).ToDictionaryAsync(c => c.AccountId, stop);
        return leads.Select(lead => Cells(lead, keys[lead.AccountId], contacts.GetValueOrDefault(lead.AccountId), references.GetValueOrDefault(lead.Id, "")));
    }

    private static string[] Cells(LeadRow lead, IEnumerable<StrongKey> keys, ContactRow? contact, string reference)
    {
        var cells = new string[LeadColumns.Names.Count];
        var (account, held) = (lead.Account!, keys.OrderBy(k => k.Network, StringComparer.Ordinal).ThenBy(k => k.Value, StringComparer.Ordinal).ToList());
        cells[LeadColumns.AccountName] = account.Name;
        cells[LeadColumns.Segment] = account.Segment.ToString().ToLowerInvariant();
        cells[LeadColumns.AnnualCorePeriods] = account.AnnualCorePeriods.ToString(CultureInfo.InvariantCulture);
        cells[LeadColumns.IsDao] = account.IsDao ? "true" : "false";
        cells[LeadColumns.MainBusinessElsewhere] = account.MainBusinessElsewhere ? "true" : "false";
        cells[LeadColumns.Ecosystems] = string.Join(LeadColumns.Separator, account.Ecosystems);
        cells[LeadColumns.Domain] = Keys(KeyKind.Domain);
        cells[LeadColumns.Repository] = Keys(KeyKind.Repository);
        cells[LeadColumns.ParaId] = string.Join(LeadColumns.Separator, held.Where(k => k.Kind == KeyKind.ParaId).Select(k => $"{k.Network}:{k.Value}"));
        cells[LeadColumns.GenesisHash] = Keys(KeyKind.GenesisHash);
        cells[LeadColumns.LeadTitle] = lead.Title;
        cells[LeadColumns.LeadSource] = lead.Source.ToString().ToLowerInvariant();
        cells[LeadColumns.ContactName] = contact?.Name ?? "";
        cells[LeadColumns.ContactTitle] = contact?.Title ?? "";
        cells[LeadColumns.ContactEmail] = contact?.Emails.FirstOrDefault() ?? "";
        cells[LeadColumns.ContactTimeZone] = contact?.TimeZone ?? "";
        cells[LeadColumns.ContactLanguage] = contact?.Language ?? "";
        cells[LeadColumns.ExternalRef] = reference;
        return cells;

        string Keys(KeyKind kind) => string.Join(LeadColumns.Separator, held.Where(k => k.Kind == kind).Select(k => k.Value));
    }
}
