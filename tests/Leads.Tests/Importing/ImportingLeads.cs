using CoretimeDesk.Hosting;
using CoretimeDesk.Leads.Importing;
using CoretimeDesk.Leads.Tests.Accounts;
using CoretimeDesk.Leads.V1;
using CoretimeDesk.Testing;
using Grpc.Core;
using LeadFileFormat = CoretimeDesk.Leads.Files.LeadFileFormat;
using Role = CoretimeDesk.Role;

namespace CoretimeDesk.Leads.Tests.Importing;

public sealed class ImportingLeads(LeadsWorld world)
{
    [Fact]
    public async Task Ten_thousand_rows_of_which_every_seventh_is_bad_are_imported_but_for_those()
    {
        const int Rows = 10_000;
        var word = AccountWorld.Unique();
        var rows = ImportWorld.Many(word, Rows).Select((cells, i) =>
        {
            cells[LeadColumns.AnnualCorePeriods] = i % 7 == 3 ? "many" : cells[LeadColumns.AnnualCorePeriods];
            return cells;
        }).ToList();
        var bad = Enumerable.Range(0, Rows).Count(i => i % 7 == 3);
        var imported = await world.ImportAsync(ImportWorld.File(rows));
        Assert.Equal((Rows - bad, 0, bad), imported.Counts);
        Assert.Equal(Enumerable.Range(0, Rows).Where(i => i % 7 == 3).Select(i => i + 2L), imported.Errors.Select(e => e.Row));
        Assert.All(imported.Errors, e => Assert.Equal(("annual_core_periods", "many"), (e.Column, e.Value)));
        Assert.Equal(Rows - bad, await LeadsOfAsync(word));

        // The corrected rows alone, as the errors file has them; then all of it again, in another order and another format.
        foreach (var cells in rows.Where(r => r[LeadColumns.AnnualCorePeriods] == "many"))
        {
            cells[LeadColumns.AnnualCorePeriods] = "13";
        }

        Assert.Equal((bad, Rows - bad, 0), (await world.ImportAsync(ImportWorld.File(rows), replica: 1)).Counts);
        rows.Reverse();
        Assert.Equal((0, Rows, 0), (await world.ImportAsync(ImportWorld.File(rows, LeadFileFormat.JsonLines), LeadFileFormat.JsonLines)).Counts);
        Assert.Equal(Rows, await LeadsOfAsync(word));
        Assert.Equal(Rows, await world.ScalarAsync<long>($"select count(distinct number) from leads.leads l where exists (select from leads.accounts a where a.id = l.account_id and a.name like '{word}%')"));
    }

    [Fact]
    public async Task What_is_imported_is_what_commands_would_have_made()
    {
        var word = AccountWorld.Unique();
        var para = AccountWorld.Para().Value;
        var hash = AccountWorld.Genesis().Value;
        var cells = ImportWorld.Cells(
            word, (LeadColumns.Ecosystems, "Kusama; polkadot"), (LeadColumns.IsDao, "yes"), (LeadColumns.Repository, $"https://github.com/{word}/Node.git"), (LeadColumns.ParaId, $"polkadot:{para}"),
            (LeadColumns.GenesisHash, hash), (LeadColumns.ContactName, "Ada"), (LeadColumns.ContactTitle, "CTO"), (LeadColumns.ContactEmail, $"Ada@{word}.xyz"), (LeadColumns.ContactTimeZone, "Europe/Zurich"),
            (LeadColumns.ContactLanguage, "de"));
        Assert.Equal((1, 0, 0), (await world.ImportAsync(ImportWorld.File([cells]))).Counts);
        var imported = await TellAsync(word, word, para, hash);

        // The same again by hand, under another word of the same length and other keys.
        var twin = AccountWorld.Unique();
        var (twinPara, twinHash) = (AccountWorld.Para().Value, AccountWorld.Genesis().Value);
        var account = (await world.Leads().CreateAccountAsync(
            new()
            {
                RequestId = LeadsWorld.NewId(),
                Name = $"{twin} Labs",
                Segment = V1.Segment.Startup,
                AnnualCorePeriods = 13,
                IsDao = true,
                Ecosystems = { "Kusama", "polkadot" },
                Keys =
                {
                    new AccountKey { Kind = AccountKeyKind.ParaId, Network = "polkadot", Value = twinPara },
                    new AccountKey { Kind = AccountKeyKind.GenesisHash, Value = twinHash },
                    new AccountKey { Kind = AccountKeyKind.Repository, Value = $"github.com/{twin}/node" },
                    new AccountKey { Kind = AccountKeyKind.Domain, Value = $"{twin}.xyz" },
                },
            },
            world.AsTina())).Account;
        await world.Leads().OpenLeadAsync(new() { RequestId = LeadsWorld.NewId(), AccountId = account.AccountId, Title = "Needs a core", Source = V1.LeadSource.Inbound }, world.AsTina());
        await world.Contacts().AddContactAsync(
            new()
            {
                RequestId = LeadsWorld.NewId(),
                AccountId = account.AccountId,
                Details = new() { Name = "Ada", Title = "CTO", Emails = { $"ada@{twin}.xyz" }, TimeZone = "Europe/Zurich", Language = "de" },
            },
            world.AsTina());
        Assert.Equal(await TellAsync(twin, word, twinPara, twinHash), imported);
        Assert.Contains("AccountKeyAdded", imported, StringComparison.Ordinal);
        Assert.Contains("ContactAdded", imported, StringComparison.Ordinal);
        Assert.Equal($"{word} Labs", (await world.Leads().SearchAccountsAsync(new() { Query = $"{word[3..9]}" }, world.AsRita())).Matches.Single().Account.Name);
    }

    [Fact]
    public async Task A_dry_run_tells_the_same_and_writes_nothing()
    {
        var word = AccountWorld.Unique();
        var known = await world.WithAsync(AccountWorld.Domain($"{word}known.xyz"));
        string[][] rows =
        [
            ImportWorld.Cells(word), ImportWorld.Cells(word), ImportWorld.Cells(word, (LeadColumns.LeadTitle, "Another")), ImportWorld.Cells($"{word}known"), ImportWorld.Cells(word, (LeadColumns.Segment, "x")),
            .. ImportWorld.Many($"{word}m", 2_500), ImportWorld.Cells(word, (LeadColumns.LeadTitle, "Far behind")),
        ];
        foreach (var policy in new[] { KnownAccounts.Skip, KnownAccounts.AddLead })
        {
            var before = await LeadsOfAsync(word);
            var dry = await world.ImportAsync(ImportWorld.File(rows), known: policy, dry: true);
            Assert.Equal(before, await LeadsOfAsync(word));
            var real = await world.ImportAsync(ImportWorld.File(rows), known: policy);
            Assert.Equal(real.Result, dry.Result);
            Assert.Equal(real.Errors.Select(e => (e.Row, e.Column, e.Value)), dry.Errors.Select(e => (e.Row, e.Column, e.Value)));
        }

        Assert.Equal(3, await world.ScalarAsync<long>($"select count(*) from leads.leads l join leads.accounts a on a.id = l.account_id where a.name = '{word} Labs'"));
        Assert.Single(await world.LeadsOfAsync(known.AccountId));
    }

    [Fact]
    public async Task A_known_account_gets_the_lead_or_is_named()
    {
        var word = AccountWorld.Unique();
        var known = await world.WithAsync(AccountWorld.Domain($"{word}.xyz"));
        var other = await world.WithAsync(AccountWorld.Domain($"{word}b.xyz"));
        var refused = await world.ImportAsync(ImportWorld.File([ImportWorld.Cells(word)]), known: KnownAccounts.Skip);
        Assert.Equal((0, 0, 1), refused.Counts);
        Assert.Equal(("domain", $"{word}.xyz"), (refused.Errors[0].Column, refused.Errors[0].Value));
        Assert.Contains($"belongs to {known.Number} {known.Name}, known since", refused.Errors[0].Fix, StringComparison.Ordinal);

        var both = await world.ImportAsync(ImportWorld.File([ImportWorld.Cells(word, (LeadColumns.Domain, $"{word}.xyz;{word}b.xyz"))]));
        Assert.Contains($"belongs to {other.Number}", Assert.Single(both.Errors).Fix, StringComparison.Ordinal);

        string[][] rows = [ImportWorld.Cells(word, (LeadColumns.ContactName, "Ada"), (LeadColumns.ContactEmail, $"ada@{word}.xyz")), ImportWorld.Cells(word, (LeadColumns.LeadTitle, "Two"), (LeadColumns.ContactName, "Ada L"), (LeadColumns.ContactEmail, $"ADA@{word}.xyz"))];
        Assert.Equal((2, 0, 0), (await world.ImportAsync(ImportWorld.File(rows))).Counts);
        Assert.Equal(2, (await world.LeadsOfAsync(known.AccountId)).Count);
        Assert.Single(await world.ContactsOfAsync(known.AccountId));
        Assert.Equal(known.Name, (await world.GetAsync(known.AccountId)).Name);
    }

    [Fact]
    public async Task Somebody_who_opted_out_stays_opted_out_in_an_import()
    {
        var word = AccountWorld.Unique();
        var contact = await world.ContactAsync(await world.WithAsync(), "Ada", $"ada@{word}.xyz");
        await world.Contacts().OptOutAsync(new() { RequestId = LeadsWorld.NewId(), ContactId = contact, Source = V1.OptOutSource.Person, Reason = "No more" }, world.AsTina());
        await world.ImportAsync(ImportWorld.File([ImportWorld.Cells(word, (LeadColumns.ContactName, "Ada"), (LeadColumns.ContactEmail, $"ada@{word}.xyz"))]));
        var account = (await world.Leads().SearchAccountsAsync(new() { Query = $"{word}.xyz" }, world.AsRita())).Matches.Single().Account;
        Assert.NotNull(Assert.Single(await world.ContactsOfAsync(account.AccountId)).OptedOutAt);
        var export = await ImportWorld.ExportAsync(world.Replica(), world.AsTina(), new() { Format = V1.LeadFileFormat.Csv, AccountId = account.AccountId });
        Assert.DoesNotContain("ada@", export, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Overlapping_files_at_once_import_each_row_once()
    {
        var word = AccountWorld.Unique();
        var rows = ImportWorld.Many(word, 3_000).ToList();
        var results = await Task.WhenAll(
            world.ImportAsync(ImportWorld.File(rows.Take(2_000))),
            world.ImportAsync(ImportWorld.File(rows.Skip(1_000)), replica: 1),
            world.ImportAsync(ImportWorld.File(rows.AsEnumerable().Reverse(), LeadFileFormat.JsonLines), LeadFileFormat.JsonLines, replica: 1));
        Assert.Equal(3_000, results.Sum(r => r.Counts.Imported));
        Assert.Equal(4_000, results.Sum(r => r.Counts.Repeated));
        Assert.Equal(3_000, await LeadsOfAsync(word));
        Assert.Equal(3_000, await world.ScalarAsync<long>($"select count(*) from leads.accounts where name like '{word}%'"));
    }

    [Fact]
    public async Task A_command_with_the_same_domain_and_an_import_make_one_account()
    {
        var word = AccountWorld.Unique();
        var import = world.ImportAsync(ImportWorld.File(ImportWorld.Many(word, 2_000)));
        var made = 0;
        for (var i = 1_999; i >= 0 && !import.IsCompleted; i -= 10)
        {
            try
            {
                await world.Leads(1).CreateAccountAsync(AccountWorld.Request($"{word}{i} Labs", AccountWorld.Domain($"{word}{i}.xyz")), world.AsRita());
                made++;
            }
            catch (RpcException e)
            {
                Assert.Equal("ACCOUNT_EXISTS", Refusals.RefusalOf(e)!.Reason);
            }
        }

        var imported = await UntilItGoesOnAsync(import, () => world.ImportAsync(ImportWorld.File(ImportWorld.Many(word, 2_000))));
        Assert.Equal((2_000, 2_000 - made), (imported.Counts.Imported, imported.Result.Totals.AccountsCreated));
        Assert.Equal(2_000, await world.ScalarAsync<long>($"select count(*) from leads.accounts where name like '{word}%'"));
    }

    /// <summary>Whoever is told that others keep changing the same accounts imports the same file again, as they were told to.</summary>
    private static async Task<T> UntilItGoesOnAsync<T>(Task<T> first, Func<Task<T>> again)
    {
        for (var import = first; ; import = again())
        {
            try
            {
                return await import;
            }
            catch (RpcException e) when (e.StatusCode == StatusCode.Aborted)
            {
            }
        }
    }

    [Fact]
    public async Task A_broken_file_is_imported_up_to_the_break_and_a_wrong_header_imports_nothing()
    {
        var word = AccountWorld.Unique();
        var broken = await world.ImportAsync(ImportWorld.File([ImportWorld.Cells(word)]) + "\"never closed," + new string('x', 100));
        Assert.Equal((1, 0, 1, 3), (broken.Counts.Imported, broken.Counts.Repeated, broken.Counts.Refused, broken.Result.BrokenAtRow));
        var thrown = await Assert.ThrowsAsync<RpcException>(() => world.ImportAsync("name,size\n" + string.Concat(Enumerable.Repeat("a,b\n", 100_000))));
        Assert.Equal(StatusCode.InvalidArgument, thrown.StatusCode);
        Assert.Contains("\"name\", \"size\"", thrown.Status.Detail, StringComparison.Ordinal);
        thrown = await Assert.ThrowsAsync<RpcException>(() => world.ImportAsync(ImportWorld.File([ImportWorld.Cells(word)]), sha256: new('a', 64)));
        Assert.Contains("is another file's", thrown.Status.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Leadership_exports_leads_without_contacts()
    {
        var word = AccountWorld.Unique();
        await world.ImportAsync(ImportWorld.File([ImportWorld.Cells(word, (LeadColumns.ContactName, $"Ada {word}"))]));
        var account = (await world.Leads().SearchAccountsAsync(new() { Query = $"{word}.xyz" }, world.AsRita())).Matches.Single().Account;
        var request = new ExportLeadsRequest { Format = V1.LeadFileFormat.Csv, AccountId = account.AccountId };
        Assert.Contains($"Ada {word}", await ImportWorld.ExportAsync(world.Replica(), world.AsTina(), request), StringComparison.Ordinal);
        var seen = await ImportWorld.ExportAsync(world.Replica(), world.Staff.As(Staff.Person("Leo", Role.Leadership)), request);
        Assert.Contains($"{word} Labs", seen, StringComparison.Ordinal);
        Assert.DoesNotContain("Ada", seen, StringComparison.Ordinal);
    }

    private Task<long> LeadsOfAsync(string word) => world.ScalarAsync<long>($"select count(*) from leads.leads l join leads.accounts a on a.id = l.account_id where a.name like '{word}%'");

    /// <summary>Everything that was written about an account, with what must differ replaced.</summary>
    private async Task<string> TellAsync(string word, string shown, string para, string genesis)
    {
        var text = await world.ScalarAsync<string>($"""
            with a as (select * from leads.accounts where name = '{word} Labs'),
            l as (select * from leads.leads where account_id = (select id from a)),
            c as (select * from leads.contacts where account_id = (select id from a)),
            told as (
                select 'account ' || (to_jsonb(a) - string_to_array('id,number,created_at', ','))::text as line from a
                union all select 'lead ' || (to_jsonb(l) - string_to_array('id,number,account_id,opened_at', ','))::text from l
                union all select 'contact ' || (to_jsonb(c) - string_to_array('id,account_id,added_at', ','))::text from c
                union all select 'key ' || (to_jsonb(k) - 'account_id')::text from leads.account_keys k where account_id = (select id from a)
                union all select 'chain ' || how || ' ' || network from leads.chain_accounts where account_id = (select id from a)
                union all select 'term ' || kind || ' ' || (cardinality(grams) > 0) || ' ' || cardinality(rare) from leads.search_terms where account_id = (select id from a)
                union all select 'event ' || version || ' ' || coalesce(sequence::text, '-') || ' ' || aggregate_type || ' ' || split_part(type, '.', 3) || ' ' || actor_name || ' '
                        || (payload - string_to_array('accountId,number,leadId,contactId,chainAccount', ','))::text || ' ' || (request_id is not null)::text || ' ' || (event_id is not null)::text
                    from leads.journal where aggregate_id in (select id from a union all select id from l union all select id from c)
            )
            select string_agg(line, E'\n' order by line) from told
            """);
        return string.Join('\n', text.Replace(word, shown, StringComparison.Ordinal).Replace(para, "2000", StringComparison.Ordinal).Replace(genesis, "0x00", StringComparison.Ordinal).Split('\n').Order(StringComparer.Ordinal));
    }
}
