using CoretimeDesk.Journal;
using Microsoft.EntityFrameworkCore;

namespace CoretimeDesk.Quoting.Data;

/// <summary>The tables of schema <c>quoting</c>.</summary>
public sealed class QuotingDb(DbContextOptions<QuotingDb> options) : JournalDbContext(options, SchemaName)
{
    /// <summary>The schema's name.</summary>
    public const string SchemaName = "quoting";

    public DbSet<QuoteRow> Quotes => Set<QuoteRow>();

    public DbSet<RevisionRow> Revisions => Set<RevisionRow>();

    public DbSet<ApprovalRow> Approvals => Set<ApprovalRow>();

    public DbSet<DelegationRow> Delegations => Set<DelegationRow>();

    public DbSet<SizeReviewRow> SizeReviews => Set<SizeReviewRow>();

    public DbSet<RuleVersionRow> RuleVersions => Set<RuleVersionRow>();

    public DbSet<LinkRow> Links => Set<LinkRow>();

    public DbSet<OfferRow> Offers => Set<OfferRow>();

    public DbSet<PaidFactRow> PaidFacts => Set<PaidFactRow>();

    public DbSet<RemarkRow> Remarks => Set<RemarkRow>();

    public DbSet<AssignmentRow> Assignments => Set<AssignmentRow>();

    public DbSet<CustomerAccountRow> CustomerAccounts => Set<CustomerAccountRow>();

    public DbSet<CustomerTaskRow> CustomerTasks => Set<CustomerTaskRow>();

    public DbSet<MergedAccountRow> MergedAccounts => Set<MergedAccountRow>();

    public DbSet<AcceptanceRow> Acceptances => Set<AcceptanceRow>();

    public DbSet<FiatRateRow> FiatRates => Set<FiatRateRow>();

    /// <inheritdoc/>
    protected override void MapState(ModelBuilder model)
    {
        model.HasSequence<long>("quote_numbers");
        QuotesModel.Map(model);
        RulesModel.Map(model);
        model.ApplyConfiguration(new LinkConfiguration());
        model.ApplyConfiguration(new FiatRateConfiguration());
        MatchingModel.Map(model);
    }
}
