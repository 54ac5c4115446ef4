using CoretimeDesk.CreditGrants.Tests.Facts;
using CoretimeDesk.CreditGrants.V1;
using CoretimeDesk.Hosting;
using CoretimeDesk.Testing;
using Grpc.Core;
using Grpc.Net.Client;

namespace CoretimeDesk.CreditGrants.Tests.Ledger;

/// <summary>Entries and alarms over the wire.</summary>
public sealed class ShowingTheBooks(PostgresFixture postgres) : IAsyncLifetime
{
    private readonly CreditsWorld _world = new(postgres) { IsServed = true };
    private GrpcChannel _channel = null!;
    private LedgerService.LedgerServiceClient _ledger = null!;
    private Metadata _bert = null!;

    public async ValueTask InitializeAsync()
    {
        await _world.InitializeAsync();
        _channel = GrpcChannel.ForAddress(_world.Address);
        _ledger = new(_channel);
        _bert = _world.Staff.As(_world.Bert);
    }

    public async ValueTask DisposeAsync()
    {
        _channel.Dispose();
        await _world.DisposeAsync();
    }

    [Fact]
    public async Task Entries_come_newest_first_page_by_page_each_with_its_block_and_its_double_entry()
    {
        var (desk, grant) = await BooksAsync();
        var id = $"{desk.Programme.Id}";
        List<LedgerEntry> all = [];
        var token = "";
        do
        {
            var page = await _ledger.ListEntriesAsync(new() { ProgrammeId = id, PageSize = 2, PageToken = token }, _bert);
            all.AddRange(page.Entries);
            token = page.NextPageToken;
        }
        while (token.Length > 0);
        Assert.Equal([4, 3, 2, 1], all.Select(e => (int)e.Number));
        Assert.Equal(["spend", "spend", "award", "fund"], all.Select(e => e.Kind));
        Assert.Equal(("alarm", "60", "", 1_001u), (all[0].Result, all[0].Planck, all[0].GrantNumber, all[0].Fact.BlockNumber));
        Assert.Null(all[2].Fact);
        Assert.Equal("Bert Budget", all[2].ActorName);
        Assert.All(all.SelectMany(e => e.Postings.GroupBy(p => (e.Number, p.Book))), b => Assert.Equal(Sum(b.Select(p => p.Debit)), Sum(b.Select(p => p.Credit))));

        var ofGrant = await _ledger.ListEntriesAsync(new() { ProgrammeId = id, GrantId = $"{grant}" }, _bert);
        Assert.Equal(["spend", "award"], ofGrant.Entries.Select(e => e.Kind));
        Assert.True((await _ledger.CheckLedgerAsync(new() { ProgrammeId = id }, _bert)).IsIntact);
    }

    [Fact]
    public async Task An_alarm_is_closed_once_by_somebody_who_says_what_was_done()
    {
        var (desk, _) = await BooksAsync();
        var id = $"{desk.Programme.Id}";
        var alarms = (await _ledger.ListAlarmsAsync(new() { ProgrammeId = id }, _bert)).Alarms;
        Assert.Equal(2, alarms.Count);
        Assert.All(alarms, a => Assert.Equal(1_001u, a.Fact.BlockNumber));

        var request = new CloseAlarmRequest { RequestId = $"{Guid.CreateVersion7()}", AlarmId = alarms[0].AlarmId, Note = "signed by mistake; the multisig was told" };
        var closed = (await _ledger.CloseAlarmAsync(request, _bert)).Alarm;
        Assert.Equal(("Bert Budget", request.Note), (closed.ClosedBy, closed.ClosingNote));
        Assert.Equal(closed, (await _ledger.CloseAlarmAsync(request, _bert)).Alarm);
        Assert.Equal([alarms[1]], (await _ledger.ListAlarmsAsync(new() { ProgrammeId = id }, _bert)).Alarms);
        Assert.Equal(2, (await _ledger.ListAlarmsAsync(new() { ProgrammeId = id, IncludeClosed = true }, _bert)).Alarms.Count);
        await AssertRefusedAsync(StatusCode.FailedPrecondition, "Bert Budget closed it", () => _ledger.CloseAlarmAsync(new(request) { RequestId = $"{Guid.CreateVersion7()}" }, _bert));
    }

    [Fact]
    public async Task What_cannot_be_answered_is_refused_with_the_field_and_the_fix()
    {
        var (desk, _) = await BooksAsync();
        var id = $"{desk.Programme.Id}";
        await AssertRefusedAsync(StatusCode.InvalidArgument, "programme_id", () => _ledger.ListEntriesAsync(new() { ProgrammeId = "P-1" }, _bert));
        await AssertRefusedAsync(StatusCode.InvalidArgument, "page_token", () => _ledger.ListEntriesAsync(new() { ProgrammeId = id, PageToken = "-1" }, _bert));
        await AssertRefusedAsync(StatusCode.InvalidArgument, "page_size", () => _ledger.ListEntriesAsync(new() { ProgrammeId = id, PageSize = 201 }, _bert));
        await AssertRefusedAsync(StatusCode.NotFound, "grant", () => _ledger.ListEntriesAsync(new() { ProgrammeId = id, GrantId = $"{Guid.CreateVersion7()}" }, _bert));
        await AssertRefusedAsync(StatusCode.NotFound, "programme", () => _ledger.ListEntriesAsync(new() { ProgrammeId = $"{Guid.CreateVersion7()}" }, _bert));
        await AssertRefusedAsync(StatusCode.NotFound, "programme", () => _ledger.ListAlarmsAsync(new() { ProgrammeId = $"{Guid.CreateVersion7()}" }, _bert));
        await AssertRefusedAsync(StatusCode.InvalidArgument, "note", () => _ledger.CloseAlarmAsync(new() { RequestId = $"{Guid.CreateVersion7()}", AlarmId = $"{Guid.CreateVersion7()}" }, _bert));
        await AssertRefusedAsync(StatusCode.NotFound, "alarm", () => _ledger.CloseAlarmAsync(new() { RequestId = $"{Guid.CreateVersion7()}", AlarmId = $"{Guid.CreateVersion7()}", Note = "n" }, _bert));
        var rep = _world.Staff.As(Staff.Person("Rita Rep", Role.Rep));
        await AssertRefusedAsync(StatusCode.PermissionDenied, "", () => _ledger.ListEntriesAsync(new() { ProgrammeId = id }, rep));
    }

    private async Task<(Telling Desk, Guid Grant)> BooksAsync()
    {
        var desk = await Telling.BeginAsync(_world);
        var grant = await _world.GrantAsync(desk.Programme, RailKind.SponsorRenewal, 2_001, [200]);
        desk.Coretime.Renews(desk.Pool, 90, 7, 10_080, 2_001);
        desk.Coretime.Renews(desk.Pool, 60, 8, 10_080, 2_009);
        await desk.EndAsync();
        return (desk, grant.Id);
    }

    private static async Task AssertRefusedAsync<T>(StatusCode code, string says, Func<AsyncUnaryCall<T>> call)
    {
        var e = await Assert.ThrowsAsync<RpcException>(async () => await call());
        Assert.Equal(code, e.StatusCode);
        var refusal = Refusals.RefusalOf(e);
        Assert.Contains(says, $"{e.Status.Detail} {string.Join(' ', refusal?.Fields.Select(f => f.Field) ?? [])}", StringComparison.OrdinalIgnoreCase);
    }

    private static System.Numerics.BigInteger Sum(IEnumerable<string> amounts) =>
        amounts.Where(a => a.Length > 0).Aggregate(System.Numerics.BigInteger.Zero, (sum, a) => sum + System.Numerics.BigInteger.Parse(a, System.Globalization.CultureInfo.InvariantCulture));
}
