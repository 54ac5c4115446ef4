using System.Text;
using CoretimeDesk.CreditGrants.Budgets;
using CoretimeDesk.CreditGrants.Data;
using CoretimeDesk.CreditGrants.Grants;
using CoretimeDesk.CreditGrants.Peers;
using CoretimeDesk.CreditGrants.V1;
using CoretimeDesk.Hosting;
using CoretimeDesk.Journal;
using Planck = CoretimeDesk.Market.Planck;
using Google.Protobuf.WellKnownTypes;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace CoretimeDesk.CreditGrants.Programmes;

/// <summary>Begins programmes, changes what they give by, and shows them.</summary>
internal sealed class ProgrammeDesk(CommandRunner<CreditGrantsDb> commands, IDbContextFactory<CreditGrantsDb> contexts, BudgetBook budgets, IChains chains, RailSettings rails)
{
    public async Task<Outcome<CreateProgrammeResponse>> CreateAsync(Command command, string token, CreateProgrammeRequest request, ProgrammeTerms terms, string termsJson, Planck reserve, CancellationToken stop)
    {
        var price = await chains.PriceAsync(request.Chain, stop);
        var network = ChainNames.NetworkOf(price.Chain);
        var (programme, refusal) = Programme.Create(
            request.Name, request.Payer, request.Pool, ChainNames.Ss58PrefixOf(network), request.Mode.ToString(), request.Referendum, price.Token, terms);
        if (programme is null)
        {
            return refusal!;
        }

        // Before it exists: a programme whose money nobody sees could award nothing. Repeating it changes nothing.
        await chains.WatchAsync(token, $"{programme.Pool}", balance: true, $"pool of programme {programme.Name}", stop);
        return await commands.RunAsync<CreateProgrammeResponse>(command, async scope =>
        {
            await scope.LockAsync(BudgetBook.LockOf(network));
            if (await scope.Db.Programmes.Where(p => p.Network == network && p.Pool == $"{programme.Pool}").Select(p => p.Number).SingleOrDefaultAsync(scope.Stop) is { } other)
            {
                return new Refusal(RefusalKind.AlreadyExists, "POOL_TAKEN", $"Programme {other} pays from that account. Two budgets cannot count the same money: give this one an account of its own.");
            }

            var row = new ProgrammeRow
            {
                Id = Guid.CreateVersion7(scope.Now),
                Number = $"P-{await NextAsync(scope, "programme_numbers"):D6}",
                Name = programme.Name.Trim(),
                Payer = programme.Payer.Trim(),
                Network = network,
                Chain = price.Chain,
                Pool = $"{programme.Pool}",
                Mode = programme.Mode,
                Referendum = programme.Referendum?.ToString() ?? "",
                TokenSymbol = price.Token.Symbol,
                TokenDecimals = price.Token.Decimals,
                Reserve = reserve.Value,
                TermsVersion = terms.Version,
                TermsJson = termsJson,
                CreatedAt = scope.Now,
            };
            scope.Db.Programmes.Add(row);
            scope.Append(row, BudgetBook.Aggregate,
            [
                new ProgrammeStored { What = "terms", Value = termsJson },
                new ProgrammeStored { What = "reserve", Value = $"{reserve}" },
                new ProgrammeCreated
                {
                    ProgrammeId = $"{row.Id}",
                    Number = row.Number,
                    Name = row.Name,
                    Payer = row.Payer,
                    Network = network,
                    Pool = row.Pool,
                    Mode = row.Mode.ToString().ToLowerInvariant(),
                    Referendum = row.Referendum,
                    Token = row.TokenSymbol,
                    CreatedAt = scope.Now.ToTimestamp(),
                },
            ]);
            return new CreateProgrammeResponse { Programme = await ToMessageAsync(scope.Db, row, scope.Stop) };
        }, stop);
    }

    public async Task<Outcome<GetProgrammeResponse>> GetAsync(Guid? id, string number, CancellationToken stop)
    {
        await using var db = await contexts.CreateDbContextAsync(stop);
        return await db.Programmes.AsNoTracking().SingleOrDefaultAsync(p => id != null ? p.Id == id : p.Number == number, stop) is { } row
            ? new GetProgrammeResponse { Programme = await ToMessageAsync(db, row, stop), TermsJson = row.TermsJson }
            : NotFound(id, number);
    }

    public async Task<ListProgrammesResponse> ListAsync(Page page, CancellationToken stop)
    {
        await using var db = await contexts.CreateDbContextAsync(stop);
        var rows = await db.Programmes.AsNoTracking().Where(p => page.Before == null || p.Id < page.Before).OrderByDescending(p => p.Id).Take(page.Size + 1).ToListAsync(stop);
        var answer = new ListProgrammesResponse { NextPageToken = page.NextToken(rows, r => r.Id) };
        foreach (var row in rows.Take(page.Size))
        {
            answer.Programmes.Add(await ToMessageAsync(db, row, stop));
        }

        return answer;
    }

    public Task<Outcome<AdoptTermsResponse>> AdoptAsync(Command command, Guid id, string json, string reason, CancellationToken stop) => ChangeAsync(command, id, (scope, row) =>
    {
        if (ProgrammeTerms.TryRead(Encoding.UTF8.GetBytes(json), out var problem) is not { } terms)
        {
            return Refusal.InvalidField("terms_json", problem);
        }

        if (terms.Version != row.TermsVersion + 1)
        {
            return Refusal.InvalidField("terms_json", $"says version {terms.Version}; the next one is {row.TermsVersion + 1}.");
        }

        (row.TermsVersion, row.TermsJson) = (terms.Version, json);
        scope.Append(row, BudgetBook.Aggregate,
        [
            new ProgrammeStored { What = "terms", Value = json, Reason = reason },
            new TermsAdopted { ProgrammeId = $"{row.Id}", Version = (uint)terms.Version, Reason = reason, AdoptedAt = scope.Now.ToTimestamp() },
        ]);
        return null;
    }, p => new AdoptTermsResponse { Programme = p }, stop);

    public Task<Outcome<SetReserveResponse>> SetReserveAsync(Command command, Guid id, Planck reserve, string reason, CancellationToken stop) => ChangeAsync(command, id, (scope, row) =>
    {
        row.Reserve = reserve.Value;
        scope.Append(row, BudgetBook.Aggregate, [new ProgrammeStored { What = "reserve", Value = $"{reserve}", Reason = reason }]);
        return null;
    }, p => new SetReserveResponse { Programme = p }, stop);

    public Task<Outcome<EndProgrammeResponse>> EndAsync(Command command, Guid id, string reason, CancellationToken stop) => ChangeAsync(command, id, (scope, row) =>
    {
        row.EndedAt = scope.Now;
        scope.Append(row, BudgetBook.Aggregate, [new ProgrammeEnded { ProgrammeId = $"{row.Id}", Reason = reason, EndedAt = scope.Now.ToTimestamp() }]);
        return null;
    }, p => new EndProgrammeResponse { Programme = p }, stop);

    public Task<Outcome<SetProviderBudgetResponse>> SetProviderAsync(Command command, Guid id, string provider, Planck budget, CancellationToken stop) => commands.RunAsync<SetProviderBudgetResponse>(command, async scope =>
    {
        var (row, refusal) = await LockAsync(scope, id);
        if (row is null)
        {
            return refusal!;
        }

        if (await scope.Db.Providers.FindAsync([id, provider], scope.Stop) is { } known)
        {
            known.Budget = budget.Value;
        }
        else
        {
            scope.Db.Providers.Add(new() { ProgrammeId = id, Name = provider, Budget = budget.Value });
        }

        scope.Append(row, BudgetBook.Aggregate, [new ProgrammeStored { What = $"provider {provider}", Value = $"{budget}" }]);
        await scope.Db.SaveChangesAsync(scope.Stop);
        return new SetProviderBudgetResponse { Programme = await ToMessageAsync(scope.Db, row, scope.Stop) };
    }, stop);

    /// <summary>The terms of a file, or those of every new desk.</summary>
    public static (ProgrammeTerms? Terms, string Json, string Problem) ReadTerms(string json)
    {
        var text = json.Length > 0 ? json : ProgrammeTerms.FirstJson;
        return (ProgrammeTerms.TryRead(Encoding.UTF8.GetBytes(text), out var problem), text, problem);
    }

    /// <summary>The programme, held so that nobody else changes its network's budgets; refused when it has ended.</summary>
    internal static async Task<(ProgrammeRow? Row, Refusal? Refusal)> LockAsync(CommandScope<CreditGrantsDb> scope, Guid id, bool alsoEnded = false)
    {
        // A programme's network never changes, so it may be looked up before the lock that it names.
        if (await scope.Db.Programmes.Where(p => p.Id == id).Select(p => p.Network).SingleOrDefaultAsync(scope.Stop) is not { } network)
        {
            return (null, Refusal.NotFound("programme", id));
        }

        await scope.LockAsync(BudgetBook.LockOf(network));
        var row = await scope.Db.Programmes.SingleAsync(p => p.Id == id, scope.Stop);
        return row.EndedAt is { } ended && !alsoEnded ? (null, Ended(row, ended)) : (row, null);
    }

    internal static Refusal Ended(ProgrammeRow row, DateTimeOffset ended) =>
        new(RefusalKind.Precondition, "PROGRAMME_ENDED", $"Programme {row.Number} has ended on {ended:yyyy-MM-dd}: it awards nothing more. Choose another one.");

    internal static async Task<long> NextAsync(CommandScope<CreditGrantsDb> scope, string sequence)
    {
        await scope.Db.Database.OpenConnectionAsync(scope.Stop);
        await using var next = new NpgsqlCommand($"select nextval('{CreditGrantsDb.SchemaName}.{sequence}')", (NpgsqlConnection)scope.Db.Database.GetDbConnection());
        return (long)(await next.ExecuteScalarAsync(scope.Stop))!;
    }

    private Task<Outcome<TResponse>> ChangeAsync<TResponse>(Command command, Guid id, Func<CommandScope<CreditGrantsDb>, ProgrammeRow, Refusal?> change, Func<V1.Programme, TResponse> answer, CancellationToken stop)
        where TResponse : class, Google.Protobuf.IMessage<TResponse>, new() => commands.RunAsync<TResponse>(command, async scope =>
        {
            var (row, refusal) = await LockAsync(scope, id);
            return row is null ? refusal!
                : change(scope, row) is { } no ? no
                : answer(await ToMessageAsync(scope.Db, row, scope.Stop));
        }, stop);

    private async Task<V1.Programme> ToMessageAsync(CreditGrantsDb db, ProgrammeRow row, CancellationToken stop)
    {
        var open = await budgets.OpenAsync(db, row, stop);
        var pools = await db.PoolBalances.AsNoTracking().Where(p => p.Account == row.Pool).ToListAsync(stop);
        var providers = await db.Providers.AsNoTracking().Where(p => p.ProgrammeId == row.Id).ToListAsync(stop);
        var codes = await db.Codes.AsNoTracking().Where(c => c.ProgrammeId == row.Id).GroupBy(c => c.Provider)
            .Select(g => new CodeCount(g.Key, g.Count(c => c.RevokedAt == null && c.UsedBy == null), g.Count(c => c.UsedBy != null), g.Count(c => c.RevokedAt != null && c.UsedBy == null))).ToListAsync(stop);
        return open.ToMessage(pools.Where(p => ChainNames.NetworkOf(p.Chain) == row.Network), providers, codes, rails.SwitchedOn);
    }

    private static Refusal NotFound(Guid? id, string number) => id is { } found ? Refusal.NotFound("programme", found) : new(RefusalKind.NotFound, "NOT_FOUND", $"There is no programme {number}.");
}
