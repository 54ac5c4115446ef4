using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CoretimeDesk.Leads.Data;

internal sealed class AccountConfiguration : IEntityTypeConfiguration<AccountRow>
{
    public void Configure(EntityTypeBuilder<AccountRow> account)
    {
        account.ToTable("accounts", table =>
        {
            table.HasComment("One row per customer, or project that may become one. A merged one stays, and names the one that it is part of.");
            table.HasCheckConstraint("accounts_size", "annual_core_periods > 0");
            table.HasCheckConstraint("accounts_name", $"char_length(name) between 1 and {AccountRules.NameLengthMax}");
            table.HasCheckConstraint("accounts_not_merged_into_itself", "merged_into_id <> id");
            table.HasCheckConstraint("accounts_target_is_whole", "(target_source is null) = (fit_rank = -1) and (target_source is null) = (target_detail is null)");
            table.HasCheckConstraint("accounts_fit", $"fit_rank between -1 and {TargetRules.ScoreMax} and cardinality(fit_reasons) = cardinality(fit_points)");
            table.HasCheckConstraint(
                "accounts_next_step_is_whole",
                "(next_step_on is null) = (next_step is null) and (next_step_on is null) = (next_step_why is null) and (next_step_on is null) = (next_step_at is null)");
        });
        account.HasKey(a => a.Id);
        account.Property(a => a.Id).ValueGeneratedNever();
        account.HasIndex(a => a.Number).IsUnique();
        account.Property(a => a.Segment).HasConversion<short>();
        account.Property(a => a.SizeTier).HasConversion<short>();
        account.Property(a => a.TargetSource).HasConversion<short?>();
        account.Property(a => a.FitRank).HasDefaultValue(AccountRow.NoFit).ValueGeneratedNever();
        account.Property(a => a.AnnualCorePeriods).HasConversion<long>();
        account.HasIndex(a => new { a.Segment, a.SizeTier, a.Id });
        account.HasIndex(a => new { a.SizeTier, a.Id });
        account.HasIndex(a => a.MergedIntoId);
        account.HasIndex(a => new { a.FitRank, a.Id }).HasFilter("target_source is not null and merged_into_id is null").HasDatabaseName("accounts_targets");
        account.HasIndex(a => new { a.FitRank, a.Id }, "accounts_without_next_step").HasFilter("next_step_on is null and merged_into_id is null");
        account.HasIndex(a => new { a.NextStepOn, a.Id }).HasFilter("next_step_on is not null and merged_into_id is null").HasDatabaseName("accounts_next_steps");
        account.HasOne<AccountRow>().WithMany().HasForeignKey(a => a.MergedIntoId).OnDelete(DeleteBehavior.Restrict);
        account.HasMany(a => a.Keys).WithOne().HasForeignKey(k => k.AccountId).OnDelete(DeleteBehavior.Restrict);
        account.HasMany(a => a.ChainAccounts).WithOne().HasForeignKey(c => c.AccountId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class AccountKeyConfiguration : IEntityTypeConfiguration<AccountKeyRow>
{
    public void Configure(EntityTypeBuilder<AccountKeyRow> key)
    {
        key.ToTable("account_keys", table =>
        {
            table.HasComment("What identifies a customer for certain. The key is the primary key: two accounts cannot have it.");
            table.HasCheckConstraint("account_keys_network", $"(kind = {(short)KeyKind.ParaId}) = (network <> '')");
        });

        // The value first: keys are looked for by it.
        key.HasKey(k => new { k.Value, k.Kind, k.Network });
        key.Property(k => k.Kind).HasConversion<short>().ValueGeneratedNever();
        key.HasIndex(k => k.AccountId);
    }
}

internal sealed class ChainAccountConfiguration : IEntityTypeConfiguration<ChainAccountRow>
{
    public void Configure(EntityTypeBuilder<ChainAccountRow> account)
    {
        account.ToTable("chain_accounts", table => table.HasComment("Accounts on chains that are, or are said to be, a customer's."));
        account.HasKey(c => new { c.AccountId, c.PublicKey, c.Network });
        account.Property(c => c.How).HasConversion<short>();
        account.HasIndex(c => c.PublicKey);
    }
}

internal sealed class ChallengeConfiguration : IEntityTypeConfiguration<ChallengeRow>
{
    public void Configure(EntityTypeBuilder<ChallengeRow> challenge)
    {
        challenge.ToTable("challenges", table => table.HasComment("Texts that were handed out for the holder of a chain account to sign."));
        challenge.HasKey(c => c.Id);
        challenge.Property(c => c.Id).ValueGeneratedNever();
        challenge.Property(c => c.AnsweredAt).IsConcurrencyToken();
        challenge.HasOne<AccountRow>().WithMany().HasForeignKey(c => c.AccountId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class SearchTermConfiguration : IEntityTypeConfiguration<SearchTermRow>
{
    public void Configure(EntityTypeBuilder<SearchTermRow> term)
    {
        term.ToTable("search_terms", table =>
        {
            table.HasComment("What an account is found by, folded. Only accounts that are not merged have any.");
        });
        term.HasKey(t => new { t.AccountId, t.Kind, t.Term });
        term.Property(t => t.Kind).HasConversion<short>();
        term.Property(t => t.Grams).HasComment("Groups of three characters, for parts of the term; none where only beginnings are searched.");
        term.Property(t => t.Rare).HasComment("Of a name: the rarest groups of its telling words, one of which every similar name has.");
        term.HasIndex(t => t.Term).HasOperators("text_pattern_ops");
        term.HasIndex(t => t.Grams).HasMethod("gin");
        term.HasIndex(t => t.Rare).HasMethod("gin");
        term.HasOne<AccountRow>().WithMany().HasForeignKey(t => t.AccountId).OnDelete(DeleteBehavior.Restrict);
    }
}
