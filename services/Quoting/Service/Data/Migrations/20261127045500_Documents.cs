using System;
using CoretimeDesk.Journal;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace CoretimeDesk.Quoting.Data.Migrations
{
    /// <inheritdoc />
    public partial class Documents : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql(JournalSchema.V2("quoting"));

            migrationBuilder.CreateTable(
                name: "quote_links",
                schema: "quoting",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    quote_id = table.Column<Guid>(type: "uuid", nullable: false),
                    revision = table.Column<int>(type: "integer", nullable: false),
                    account_id = table.Column<Guid>(type: "uuid", nullable: false),
                    token_sha256 = table.Column<byte[]>(type: "bytea", nullable: false),
                    made_by_id = table.Column<Guid>(type: "uuid", nullable: false),
                    made_by = table.Column<string>(type: "text", nullable: false),
                    made_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    expires_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    revoked_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    opened_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    version = table.Column<long>(type: "bigint", nullable: false),
                    sequence = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_quote_links", x => x.id);
                    table.CheckConstraint("quote_links_digest", "octet_length(token_sha256) = 32");
                    table.ForeignKey(
                        name: "fk_quote_links_revisions_quote_id_revision",
                        columns: x => new { x.quote_id, x.revision },
                        principalSchema: "quoting",
                        principalTable: "revisions",
                        principalColumns: new[] { "quote_id", "number" },
                        onDelete: ReferentialAction.Restrict);
                },
                comment: "Links that show a sent revision to a customer. Of the token only the digest is kept.");

            migrationBuilder.CreateIndex(
                name: "ix_quote_links_quote_id_revision",
                schema: "quoting",
                table: "quote_links",
                columns: new[] { "quote_id", "revision" });

            migrationBuilder.CreateIndex(
                name: "quote_links_by_quote",
                schema: "quoting",
                table: "quote_links",
                columns: new[] { "quote_id", "id" });

            migrationBuilder.CreateIndex(
                name: "quote_links_by_token",
                schema: "quoting",
                table: "quote_links",
                column: "token_sha256",
                unique: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "quote_links",
                schema: "quoting");

            migrationBuilder.Sql(JournalSchema.DropV2("quoting"));
        }
    }
}
