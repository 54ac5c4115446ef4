using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CoretimeDesk.Identity.Data;

internal sealed class RefreshTokenConfiguration : IEntityTypeConfiguration<RefreshToken>
{
    public void Configure(EntityTypeBuilder<RefreshToken> token)
    {
        token.ToTable("refresh_tokens", table => table.HasComment("Hashes only. Used ones stay with their session, so that a second use is noticed."));
        token.HasKey(t => t.Hash);
        token.Property(t => t.UsedAt).IsConcurrencyToken();
        token.HasIndex(t => t.SessionId).HasDatabaseName("refresh_tokens_session");
        token.HasOne<Session>().WithMany().HasForeignKey(t => t.SessionId).OnDelete(DeleteBehavior.Cascade).HasConstraintName("refresh_tokens_of_a_session");
    }
}
