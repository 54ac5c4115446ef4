using CoretimeDesk.Journal;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CoretimeDesk.Leads.Data;

/// <summary>A person at a customer. Everything personal is here and nowhere else.</summary>
public sealed class ContactRow : IJournaled
{
    public required Guid Id { get; init; }
    public required Guid AccountId { get; set; }
    public string Name { get; set; } = "";
    public string Title { get; set; } = "";
    public string[] Emails { get; set; } = [];
    public string[] EmailDomains { get; set; } = [];
    public string[] Handles { get; set; } = [];
    public string Language { get; set; } = "";
    public string TimeZone { get; set; } = "";
    public string Country { get; set; } = "";
    public DateTimeOffset? OptedOutAt { get; set; }
    public OptOutSource? OptOutSource { get; set; }
    public string OptOutReason { get; set; } = "";
    public required DateTimeOffset AddedAt { get; init; }
    public DateTimeOffset? ForgottenAt { get; set; }
    public long Version { get; set; }
    public long Sequence { get; set; }
    public AccountRow? Account { get; set; }

    /// <summary>The row as the rules see it.</summary>
    public ContactState ToState() => new(Id, AccountId, new(Name, Title, Emails, Handles, Language, TimeZone, Country), AddedAt)
    {
        OptOut = OptedOutAt is { } at ? new(at, OptOutSource!.Value, OptOutReason) : null,
        ForgottenAt = ForgottenAt,
    };

    /// <summary>Takes over what the rules made of it.</summary>
    public void Become(ContactState state)
    {
        var details = state.Details;
        (AccountId, Name, Title, Language, TimeZone, Country) = (state.AccountId, details.Name, details.Title, details.Language, details.TimeZone, details.Country);
        (Emails, Handles) = ([.. details.Emails], [.. details.Handles]);
        EmailDomains = [.. details.Emails.Select(ContactReading.OwnDomain).OfType<string>().Distinct()];
        (OptedOutAt, OptOutSource, OptOutReason) = (state.OptOut?.At, state.OptOut?.Source, state.OptOut?.Reason ?? "");
        ForgottenAt = state.ForgottenAt;
    }
}

/// <summary>An address that nothing is sent to any more, whoever it belongs to.</summary>
public sealed class SuppressionRow
{
    public required byte[] Digest { get; init; }
    public required OptOutSource Source { get; init; }
    public required DateTimeOffset Since { get; init; }
}

internal sealed class ContactConfiguration : IEntityTypeConfiguration<ContactRow>
{
    public void Configure(EntityTypeBuilder<ContactRow> contact)
    {
        contact.ToTable("contacts", table =>
        {
            table.HasComment("People at customers. What is personal is in this table alone, so that it can be deleted.");
            table.HasCheckConstraint("contacts_opt_out_is_whole", "(opted_out_at is null) = (opt_out_source is null)");
            table.HasCheckConstraint(
                "contacts_forgotten_is_empty",
                "forgotten_at is null or (name = '' and title = '' and emails = '{}' and handles = '{}' and email_domains = '{}' and opt_out_reason = '' and language = '' and time_zone = '' and country = '')");
        });
        contact.HasKey(c => c.Id);
        contact.Property(c => c.Id).ValueGeneratedNever();
        contact.Property(c => c.OptOutSource).HasConversion<short?>();
        contact.HasOne(c => c.Account).WithMany().HasForeignKey(c => c.AccountId).OnDelete(DeleteBehavior.Restrict);
        contact.HasIndex(c => new { c.AccountId, c.Id });
        contact.HasIndex(c => c.Emails).HasMethod("gin");
        contact.HasIndex(c => c.EmailDomains).HasMethod("gin");
        contact.HasIndex(c => c.Handles).HasMethod("gin");
    }
}

internal sealed class SuppressionConfiguration : IEntityTypeConfiguration<SuppressionRow>
{
    public void Configure(EntityTypeBuilder<SuppressionRow> suppression)
    {
        suppression.ToTable("suppressions", table => table.HasComment("Digests of addresses whose owners opted out. Nothing deletes a row."));
        suppression.HasKey(s => s.Digest);
        suppression.Property(s => s.Source).HasConversion<short>();
    }
}
