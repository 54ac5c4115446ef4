using CoretimeDesk.Journal;
using Microsoft.EntityFrameworkCore;

namespace CoretimeDesk.CreditGrants.Data;

/// <summary>The tables of schema <c>creditgrants</c>.</summary>
public sealed class CreditGrantsDb(DbContextOptions<CreditGrantsDb> options) : JournalDbContext(options, SchemaName)
{
    /// <summary>The schema's name.</summary>
    public const string SchemaName = "creditgrants";

    public DbSet<ProgrammeRow> Programmes => Set<ProgrammeRow>();

    public DbSet<ProviderRow> Providers => Set<ProviderRow>();

    public DbSet<CodeRow> Codes => Set<CodeRow>();

    public DbSet<BudgetEventRow> BudgetEvents => Set<BudgetEventRow>();

    public DbSet<PostingRow> Postings => Set<PostingRow>();

    public DbSet<AlarmRow> Alarms => Set<AlarmRow>();

    public DbSet<GrantRow> Grants => Set<GrantRow>();

    public DbSet<DecisionRow> Decisions => Set<DecisionRow>();

    public DbSet<PoolBalanceRow> PoolBalances => Set<PoolBalanceRow>();

    public DbSet<PoolPaymentRow> PoolPayments => Set<PoolPaymentRow>();

    public DbSet<PaidCoreRow> PaidCores => Set<PaidCoreRow>();

    public DbSet<RegionFactRow> RegionFacts => Set<RegionFactRow>();

    public DbSet<RemarkRow> Remarks => Set<RemarkRow>();

    public DbSet<CreditFactRow> CreditFacts => Set<CreditFactRow>();

    public DbSet<TransferRow> Transfers => Set<TransferRow>();

    public DbSet<CustomerKeyRow> CustomerKeys => Set<CustomerKeyRow>();

    public DbSet<MergedAccountRow> MergedAccounts => Set<MergedAccountRow>();

    public DbSet<PartyRow> Parties => Set<PartyRow>();

    public DbSet<StaffRow> Staff => Set<StaffRow>();

    public DbSet<StaffAccountRow> StaffAccounts => Set<StaffAccountRow>();

    public DbSet<CustomerPaymentRow> CustomerPayments => Set<CustomerPaymentRow>();

    /// <inheritdoc/>
    protected override void MapState(ModelBuilder model)
    {
        model.HasSequence<long>("programme_numbers");
        model.HasSequence<long>("grant_numbers");
        model.ApplyConfigurationsFromAssembly(typeof(CreditGrantsDb).Assembly);
    }
}
