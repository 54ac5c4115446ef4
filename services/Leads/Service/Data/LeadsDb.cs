using CoretimeDesk.Journal;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace CoretimeDesk.Leads.Data;

/// <summary>The tables of schema <c>leads</c>.</summary>
public sealed class LeadsDb(DbContextOptions<LeadsDb> options) : JournalDbContext(options, SchemaName)
{
    /// <summary>The schema's name.</summary>
    public const string SchemaName = "leads";

    public DbSet<AccountRow> Accounts => Set<AccountRow>();

    public DbSet<LeadRow> Leads => Set<LeadRow>();

    public DbSet<RegistrationRow> Registrations => Set<RegistrationRow>();

    public DbSet<ClaimLinkRow> ClaimLinks => Set<ClaimLinkRow>();

    public DbSet<RulesRow> OwnershipRules => Set<RulesRow>();

    public DbSet<NoticeRow> Notices => Set<NoticeRow>();

    public DbSet<MoveRow> OwnershipMoves => Set<MoveRow>();

    public DbSet<RepProfileRow> RepProfiles => Set<RepProfileRow>();

    public DbSet<LeadAssignmentRow> LeadAssignments => Set<LeadAssignmentRow>();

    public DbSet<TurnsRow> Turns => Set<TurnsRow>();

    public DbSet<KnownPersonRow> KnownPeople => Set<KnownPersonRow>();

    public DbSet<HandOverRow> HandOvers => Set<HandOverRow>();

    public DbSet<CareRow> Care => Set<CareRow>();
    public DbSet<AccountKeyRow> AccountKeys => Set<AccountKeyRow>();

    public DbSet<ChainAccountRow> ChainAccounts => Set<ChainAccountRow>();

    public DbSet<ChallengeRow> Challenges => Set<ChallengeRow>();

    public DbSet<SearchTermRow> SearchTerms => Set<SearchTermRow>();

    public DbSet<ContactRow> Contacts => Set<ContactRow>();

    public DbSet<SuppressionRow> Suppressions => Set<SuppressionRow>();

    public DbSet<MergeRow> Merges => Set<MergeRow>();

    public DbSet<MergeMoveRow> MergeMoves => Set<MergeMoveRow>();

    public DbSet<PossibleDuplicateRow> PossibleDuplicates => Set<PossibleDuplicateRow>();

    public DbSet<SaleRow> Sales => Set<SaleRow>();

    public DbSet<PriceWatchRow> PriceWatches => Set<PriceWatchRow>();

    public DbSet<RenewableRow> Renewables => Set<RenewableRow>();

    public DbSet<ActivityRow> Activities => Set<ActivityRow>();

    public DbSet<ActivityCorrectionRow> ActivityCorrections => Set<ActivityCorrectionRow>();

    public DbSet<AttachmentRow> Attachments => Set<AttachmentRow>();

    public DbSet<DocumentRow> Documents => Set<DocumentRow>();

    public DbSet<AssessmentRow> Assessments => Set<AssessmentRow>();

    public DbSet<AssessmentWorkRow> AssessmentWorks => Set<AssessmentWorkRow>();

    public DbSet<DecisionMapRow> DecisionMaps => Set<DecisionMapRow>();

    public DbSet<DecisionMemberRow> DecisionMembers => Set<DecisionMemberRow>();

    public DbSet<ImportedRow> ImportedRows => Set<ImportedRow>();

    public DbSet<ImportedFileRow> ImportedFiles => Set<ImportedFileRow>();

    public DbSet<CadenceTemplateRow> CadenceTemplates => Set<CadenceTemplateRow>();

    public DbSet<CadenceVersionRow> CadenceVersions => Set<CadenceVersionRow>();

    public DbSet<EnrolmentRow> Enrolments => Set<EnrolmentRow>();

    public DbSet<TouchRow> Touches => Set<TouchRow>();

    public DbSet<ContactDayRow> ContactDays => Set<ContactDayRow>();

    public DbSet<TaskRow> Tasks => Set<TaskRow>();

    public DbSet<CoreUseRow> CoreUses => Set<CoreUseRow>();

    public DbSet<OnDemandUseRow> OnDemandUses => Set<OnDemandUseRow>();

    public DbSet<SizeReviewRow> SizeReviews => Set<SizeReviewRow>();

    /// <inheritdoc/>
    protected override void MapState(ModelBuilder model)
    {
        model.HasSequence<long>("account_numbers");
        model.HasSequence<long>("lead_numbers");
        model.HasSequence<long>("merge_numbers");
        model.ApplyConfiguration(new AccountConfiguration());
        model.ApplyConfiguration(new LeadConfiguration());
        OwnershipModel.Map(model);
        model.ApplyConfiguration(new SaleConfiguration());
        model.ApplyConfiguration(new RenewableConfiguration());
        model.ApplyConfiguration(new PriceWatchConfiguration());
        model.ApplyConfiguration(new AccountKeyConfiguration());
        model.ApplyConfiguration(new ChainAccountConfiguration());
        model.ApplyConfiguration(new ChallengeConfiguration());
        model.ApplyConfiguration(new SearchTermConfiguration());
        model.ApplyConfiguration(new ContactConfiguration());
        model.ApplyConfiguration(new SuppressionConfiguration());
        model.ApplyConfiguration(new MergeConfiguration());
        model.ApplyConfiguration(new MergeMoveConfiguration());
        model.ApplyConfiguration(new PossibleDuplicateConfiguration());
        ActivitiesModel.Map(model);
        model.ApplyConfiguration(new ImportedRowConfiguration());
        model.ApplyConfiguration(new ImportedFileConfiguration());
        CadenceModel.Map(model);
        SizeReviewsModel.Map(model);
    }

    /// <summary>The next number that people say: <c>L-2026-000123</c>. A refused command leaves a gap.</summary>
    public async Task<string> NextNumberAsync(char letter, DateTimeOffset now, CancellationToken stop) => (await NextNumbersAsync(letter, 1, now, stop))[0];

    /// <summary>The next few of them, in one statement.</summary>
    public async Task<IReadOnlyList<string>> NextNumbersAsync(char letter, int count, DateTimeOffset now, CancellationToken stop)
    {
        var sequence = letter switch
        {
            'A' => "account_numbers",
            'L' => "lead_numbers",
            'R' => "registration_numbers",
            'H' => "hand_over_numbers",
            'M' => "merge_numbers",
            'T' => "assessment_numbers",
            'S' => "size_review_numbers",
            _ => throw new ArgumentOutOfRangeException(nameof(letter), letter, "no sequence counts these"),
        };
        await Database.OpenConnectionAsync(stop);
        await using var command = new NpgsqlCommand($"select nextval('{SchemaName}.{sequence}') from generate_series(1, $1)", (NpgsqlConnection)Database.GetDbConnection())
        {
            Parameters = { new() { Value = count } },
        };
        await using var reader = await command.ExecuteReaderAsync(stop);
        var numbers = new List<string>(count);
        while (await reader.ReadAsync(stop))
        {
            numbers.Add($"{letter}-{now.Year}-{reader.GetInt64(0):D6}");
        }

        return numbers;
    }
}
