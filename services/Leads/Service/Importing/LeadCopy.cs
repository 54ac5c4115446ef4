using CoretimeDesk.Journal;
using CoretimeDesk.Leads.Accounts;
using CoretimeDesk.Leads.Contacts;
using CoretimeDesk.Leads.Data;
using CoretimeDesk.Leads.Leads;
using Npgsql;

namespace CoretimeDesk.Leads.Importing;

/// <summary>
/// Collects what a batch makes and writes it by COPY: the rows and events that <c>CreateAccount</c>, <c>OpenLead</c> and
/// <c>AddContact</c> would have made, by the same code up to the saving.
/// </summary>
internal sealed class LeadCopy(LeadsDb db, JournalCopy journal)
{
    private readonly List<AccountRow> _accounts = [];
    private readonly List<AccountKeyRow> _keys = [];
    private readonly List<ChainAccountRow> _chainAccounts = [];
    private readonly List<SearchTermRow> _terms = [];
    private readonly List<ContactRow> _contacts = [];
    private readonly List<LeadRow> _leads = [];
    private readonly List<ImportedRow> _rows = [];

    public bool HasPublicEvents => journal.HasPublicEvents;

    private DateTimeOffset Now => journal.Now;

    public void Account(CreateAccount asked)
    {
        var events = Decided(AccountRules.Create(asked, [], Now));
        var (row, state) = AccountBook.New(events);
        journal.Append(row, "account", events.Select(e => e.ToMessage(row.Id)));
        _accounts.Add(row);
        _keys.AddRange(state.StrongKeys.Select(k => AccountParts.Row(k, row.Id)));
        _chainAccounts.AddRange(state.ChainAccounts.Select(c => AccountParts.Row(c, row.Id)));
        _terms.AddRange(SearchTerms.Of(state, []));
    }

    public void Contact(Guid account, ContactDetails details, OptOut? suppressed)
    {
        var events = Decided(ContactRules.Add(Guid.CreateVersion7(Now), account, details, suppressed, Now));
        var row = ContactBook.New(events);
        journal.Append(row, "contact", events.Select(e => ContactBook.ToMessage(e, row.Id.ToString())));
        _contacts.Add(row);
    }

    public void Lead(Guid account, string number, RowContent content, string hash)
    {
        var opened = (LeadEvent.Opened)Decided(LeadRules.Open(new(Guid.CreateVersion7(Now), number, account, content.Title, content.Source)))[0];
        var row = LeadDesk.New(opened, Now);
        journal.Append(row, "lead", [opened.ToMessage()]);
        _leads.Add(row);
        _rows.Add(new() { Hash = Convert.FromHexString(hash), LeadId = row.Id, ExternalRef = content.ExternalRef, ImportedAt = Now });
    }

    /// <summary>Writes all of it, accounts before what belongs to them.</summary>
    public async Task WriteAsync(NpgsqlConnection connection, CancellationToken stop)
    {
        await new EntityCopy<AccountRow>(db).WriteAsync(connection, _accounts, stop);
        await new EntityCopy<AccountKeyRow>(db).WriteAsync(connection, _keys, stop);
        await new EntityCopy<ChainAccountRow>(db).WriteAsync(connection, _chainAccounts, stop);
        await new EntityCopy<SearchTermRow>(db).WriteAsync(connection, _terms, stop);
        await new EntityCopy<ContactRow>(db).WriteAsync(connection, _contacts, stop);
        await new EntityCopy<LeadRow>(db).WriteAsync(connection, _leads, stop);
        await new EntityCopy<ImportedRow>(db).WriteAsync(connection, _rows, stop);
        await journal.WriteAsync(connection, stop);
    }

    // The row was judged by these very rules when it was read.
    private static IReadOnlyList<TEvent> Decided<TEvent>(Decision<TEvent> decision) =>
        decision.Refusal is { } refusal ? throw new InvalidOperationException($"A row that was found good is refused: {refusal.Message}") : decision.Events;
}
