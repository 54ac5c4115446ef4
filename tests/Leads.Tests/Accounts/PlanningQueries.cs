using System.Data.Common;
using CoretimeDesk.Leads.Accounts;
using CoretimeDesk.Leads.Contacts;
using CoretimeDesk.Leads.Data;
using CoretimeDesk.Leads.Duplicates;
using CoretimeDesk.Leads.Leads;
using CoretimeDesk.Leads.Targets;
using CoretimeDesk.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Npgsql;
using NpgsqlTypes;

namespace CoretimeDesk.Leads.Tests.Accounts;

/// <summary>The very statements that the service sends, over fifty thousand accounts: each walks an index, whatever is asked for.</summary>
public sealed class PlanningQueries(PlanningQueries.FullDatabase full, ITestOutputHelper output) : IClassFixture<PlanningQueries.FullDatabase>
{
    private static readonly KeysetPage First = new(50, "", null);
    private static readonly DateOnly Today = new(2026, 11, 2);

    [Theory]
    [InlineData("A-2026-04")]
    [InlineData("A-2026-049999")]
    [InlineData("word 7")]
    [InlineData("ord 4711 lab")]
    [InlineData("ab")]
    [InlineData("d4711.xyz")]
    [InlineData("4711.xy")]
    [InlineData("6711")]
    [InlineData("polkadot/671")]
    [InlineData("5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY")]
    [InlineData("0xd43593c715fdd31c61141abd04a99fd6822c8558854ccde39a5684e7a56da27d")]
    public async Task Searching(string query) => await WalksAnIndexAsync(async db => await AccountSearch.Hits(db, query, First).ToListAsync());

    [Fact]
    public async Task Looking_for_similar_names() => await WalksAnIndexAsync(async db => await DuplicateFinder.Candidates(db, "Wurd 4711 Labs").ToListAsync());

    [Fact]
    public async Task Looking_for_duplicates_of_an_account() => await WalksAnIndexAsync(async db =>
        await DuplicateFinder.FindAsync(db, (await AccountBook.Whole(db).FirstAsync(a => a.Number == "A-2026-004711")).ToState(), null, default));

    [Theory]
    [InlineData(false, false, 0)]
    [InlineData(false, false, 60)]
    [InlineData(true, false, 0)]
    [InlineData(false, true, 0)]
    public async Task Listing_targets(bool without, bool overdue, int score)
    {
        await WalksAnIndexAsync(async db => await TargetDesk.Find(db, First, new(without, overdue, score, null), Today).ToListAsync());
        await WalksAnIndexAsync(async db => await TargetDesk.Find(db, new(50, "50", Guid.CreateVersion7()), new(without, overdue, score, null), Today).ToListAsync());
    }

    [Fact]
    public async Task Finding_who_has_a_key() => await WalksAnIndexAsync(async db => await AccountOwners.TakenAsync(db, [new(KeyKind.Domain, "", "d4711.xyz"), new(KeyKind.ParaId, "polkadot", "4711")], null, default));

    [Fact]
    public async Task Finding_what_became_part_of_an_account() => await WalksAnIndexAsync(async db =>
    {
        var id = await db.Accounts.Where(a => a.Number == "A-2026-004711").Select(a => a.Id).SingleAsync();
        await AccountBook.LiveIdAsync(db, id, default);
    });

    [Fact]
    public async Task Finding_a_suppressed_address() => await WalksAnIndexAsync(async db => await ContactBook.SuppressedAsync(db, ["ada@aleph.xyz"], default));

    [Fact]
    public async Task Listing_possible_duplicates() => await WalksAnIndexAsync(async db => await DuplicateReview.Open(db, First, null).ToListAsync());

    [Theory]
    [MemberData(nameof(LeadFilters))]
    public async Task Listing_leads(string what, LeadFilter filter)
    {
        output.WriteLine(what);
        await WalksAnIndexAsync(async db => await LeadDesk.Find(db, filter, new(50, null)).ToListAsync());
        await WalksAnIndexAsync(async db => await LeadDesk.Find(db, filter, new(50, Guid.CreateVersion7(DateTimeOffset.UnixEpoch.AddYears(56).AddDays(10)))).ToListAsync());
    }

    public static TheoryData<string, LeadFilter> LeadFilters { get; } = new()
    {
        { "all", new(null, null, null, null, null) },
        { "open", new(V1.LeadState.Open, null, null, null, null) },
        { "claimed", new(V1.LeadState.Claimed, null, null, null, null) },
        { "closed", new(V1.LeadState.Closed, null, null, null, null) },
        { "segment", new(null, Segment.Government, null, null, null) },
        { "tier, of which there is none", new(null, null, SizeTier.XL, null, null) },
        { "closed, segment and tier", new(V1.LeadState.Closed, Segment.Startup, SizeTier.S, null, null) },
        { "owner", new(null, null, null, Guid.CreateVersion7(DateTimeOffset.UnixEpoch), null) },
        { "account", new(null, null, null, null, Guid.CreateVersion7(DateTimeOffset.UnixEpoch)) },
    };

    [Theory]
    [InlineData("4711 lab")]
    [InlineData("network")]
    [InlineData("zz")]
    [InlineData("")]
    public async Task Listing_by_a_part_of_the_name(string part)
    {
        await WalksAnIndexAsync(async db => await AccountDesk.Find(db, new(50, null), null, null, await NamePart.LookAsync(db, part, default)).ToListAsync());
        await WalksAnIndexAsync(async db => await LeadDesk.Find(db, new(null, null, null, null, null, await NamePart.LookAsync(db, part, default)), new(50, null)).ToListAsync());
    }

    private async Task WalksAnIndexAsync(Func<LeadsDb, Task> ask)
    {
        var said = new Listener();
        await using (var db = full.Open(said))
        {
            await ask(db);
        }

        Assert.NotEmpty(said.Statements);
        foreach (var (sql, parameters) in said.Statements)
        {
            await using var explain = full.Source.CreateCommand("explain (costs off) " + sql);
            foreach (var parameter in parameters)
            {
                explain.Parameters.Add(parameter.Clone());
            }

            var plan = new List<string>();
            await using (var reader = await explain.ExecuteReaderAsync())
            {
                while (await reader.ReadAsync())
                {
                    plan.Add(reader.GetString(0));
                }
            }

            output.WriteLine($"{sql}\n{string.Join('\n', plan)}\n");
            Assert.DoesNotContain(plan, line => line.Contains("Seq Scan", StringComparison.Ordinal));
        }
    }

    /// <summary>Notes what is sent.</summary>
    private sealed class Listener : DbCommandInterceptor
    {
        public List<(string Sql, NpgsqlParameter[] Parameters)> Statements { get; } = [];

        public override ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result, CancellationToken cancellationToken = default)
        {
            Statements.Add((command.CommandText, [.. command.Parameters.Cast<NpgsqlParameter>().Select(p => p.Clone())]));
            return new(result);
        }
    }

    /// <summary>A database of its own, migrated by the service's own role and filled by COPY.</summary>
    public sealed class FullDatabase : IAsyncLifetime
    {
        private const int Accounts = 50_000;
        private readonly PostgresFixture _postgres = new();

        public NpgsqlDataSource Source { get; private set; } = null!;

        public LeadsDb Open(params IInterceptor[] interceptors) =>
            new(new DbContextOptionsBuilder<LeadsDb>().UseNpgsql(Source, npgsql => npgsql.MigrationsHistoryTable("migrations", "leads")).AddInterceptors(interceptors).Options);

        public async ValueTask InitializeAsync()
        {
            Source = NpgsqlDataSource.Create((await _postgres.CreateAsync("leads")).Of("leads"));
            await using (var db = Open())
            {
                await db.Database.MigrateAsync();
            }

            await using var connection = await Source.OpenConnectionAsync();
            var accounts = Enumerable.Range(0, Accounts).Select(Account).ToList();
            await using (var copy = await connection.BeginBinaryImportAsync("""
                copy leads.accounts (id, number, name, segment, annual_core_periods, size_tier, is_dao, main_business_elsewhere, created_at, version, sequence, ecosystems, fit_reasons, fit_points,
                    target_source, target_detail, fit_rank, next_step, next_step_why, next_step_on, next_step_at) from stdin (format binary)
                """))
            {
                for (var i = 0; i < Accounts; i++)
                {
                    var a = accounts[i];
                    await copy.StartRowAsync();
                    await copy.WriteAsync(a.Id);
                    await copy.WriteAsync(a.Number);
                    await copy.WriteAsync(a.Name);
                    await copy.WriteAsync((short)a.Segment);
                    await copy.WriteAsync((long)a.AnnualCorePeriods);
                    await copy.WriteAsync((short)a.Tier);
                    await copy.WriteAsync(false);
                    await copy.WriteAsync(false);
                    await copy.WriteAsync(a.CreatedAt);
                    await copy.WriteAsync(1L);
                    await copy.WriteAsync(1L);
                    await copy.WriteAsync(Array.Empty<string>());
                    await copy.WriteAsync(Array.Empty<string>());
                    await copy.WriteAsync(Array.Empty<short>());
                    await Target(copy, isTarget: i % 10 == 0, score: (short)(i % 101));
                    await Step(copy, isPlanned: i % 20 == 0, Today.AddDays((i % 4_000) - 10));
                }

                await copy.CompleteAsync();
            }

            await using (var copy = await connection.BeginBinaryImportAsync("copy leads.account_keys (kind, network, value, account_id) from stdin (format binary)"))
            {
                foreach (var (account, key) in accounts.SelectMany(a => a.Keys.Select(k => (a, k))))
                {
                    await copy.StartRowAsync();
                    await copy.WriteAsync((short)key.Kind);
                    await copy.WriteAsync(key.Network);
                    await copy.WriteAsync(key.Value);
                    await copy.WriteAsync(account.Id);
                }

                await copy.CompleteAsync();
            }

            await using (var copy = await connection.BeginBinaryImportAsync("copy leads.search_terms (account_id, kind, term, grams, rare) from stdin (format binary)"))
            {
                foreach (var term in accounts.SelectMany(a => SearchTerms.Of(a, [])))
                {
                    await copy.StartRowAsync();
                    await copy.WriteAsync(term.AccountId);
                    await copy.WriteAsync((short)term.Kind);
                    await copy.WriteAsync(term.Term);
                    await copy.WriteAsync(term.Grams);
                    await copy.WriteAsync(term.Rare);
                }

                await copy.CompleteAsync();
            }

            await ExecuteAsync("""
                insert into leads.contacts (id, account_id, name, title, emails, email_domains, handles, language, time_zone, country, opt_out_reason, added_at, version, sequence)
                    select gen_random_uuid(), id, name, '', array['p' || right(number, 6) || '@c' || right(number, 6) || '.xyz'], array['c' || right(number, 6) || '.xyz'], '{}', '', '', '', '', created_at, 1, 1 from leads.accounts;
                insert into leads.leads (id, number, account_id, title, source, owner_id, owner_name, claimed_at, opened_at, version, sequence)
                    select gen_random_uuid(), 'L' || substr(number, 2), id, name, 1, case when is_owned then id end, case when is_owned then 'Ann' end, case when is_owned then created_at end, created_at, 1, 1
                    from (select *, number like '%1' as is_owned from leads.accounts) a;
                insert into leads.chain_accounts (account_id, public_key, network, address, how, since, evidence)
                    select id, '0x' || md5(number) || md5(name), '', 'x', 1, created_at, '' from leads.accounts;
                insert into leads.possible_duplicates (first_id, second_id, reasons, score, found_at)
                    select a.id, b.id, '{1}', (n % 40) + 60, now() from (select id, row_number() over (order by id) n from leads.accounts) a
                    join (select id, row_number() over (order by id) - 1 m from leads.accounts) b on b.m = a.n where n % 5 = 0;
                insert into leads.suppressions (digest, source, since) select sha256(number::bytea), 1, created_at from leads.accounts;
                analyze leads.accounts, leads.account_keys, leads.search_terms, leads.contacts, leads.chain_accounts, leads.possible_duplicates, leads.suppressions, leads.leads
                """);
        }

        public async ValueTask DisposeAsync()
        {
            await Source.DisposeAsync();
            await _postgres.DisposeAsync();
        }

        private static AccountState Account(int i) => new(
            Guid.CreateVersion7(DateTimeOffset.UnixEpoch.AddYears(56).AddMinutes(i)), $"A-2026-{i:D6}", $"Word {i} {((string[])["Labs", "Chain", "Network"])[i % 3]}", (Segment)((i % 4) + 1), 13, false, false,
            DateTimeOffset.UnixEpoch.AddYears(56).AddMinutes(i))
        {
            Keys = [new(KeyKind.Domain, "", $"d{i}.xyz"), new(KeyKind.ParaId, "polkadot", $"{i + 2_000}")],
        };

        private static async Task Target(NpgsqlBinaryImporter copy, bool isTarget, short score)
        {
            if (isTarget)
            {
                await copy.WriteAsync((short)TargetSource.Research);
                await copy.WriteAsync("");
            }
            else
            {
                await copy.WriteNullAsync();
                await copy.WriteNullAsync();
            }

            await copy.WriteAsync(isTarget ? score : AccountRow.NoFit);
        }

        private static async Task Step(NpgsqlBinaryImporter copy, bool isPlanned, DateOnly on)
        {
            if (isPlanned)
            {
                await copy.WriteAsync("Call");
                await copy.WriteAsync("They asked");
                await copy.WriteAsync(on, NpgsqlDbType.Date);
                await copy.WriteAsync(DateTimeOffset.UnixEpoch);
                return;
            }

            for (var i = 0; i < 4; i++)
            {
                await copy.WriteNullAsync();
            }
        }

        private async Task ExecuteAsync(string sql)
        {
            await using var command = Source.CreateCommand(sql);
            command.CommandTimeout = 600;
            await command.ExecuteNonQueryAsync();
        }
    }
}
