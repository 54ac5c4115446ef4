using System;
using CoretimeDesk.Journal;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace CoretimeDesk.Leads.Data.Migrations
{
    /// <inheritdoc />
    public partial class Initial : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.EnsureSchema(
                name: "leads");

            migrationBuilder.Sql(JournalSchema.V1("leads"));

            migrationBuilder.CreateSequence(
                name: "account_numbers",
                schema: "leads");

            migrationBuilder.CreateSequence(
                name: "lead_numbers",
                schema: "leads");

            migrationBuilder.CreateTable(
                name: "accounts",
                schema: "leads",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    number = table.Column<string>(type: "text", nullable: false),
                    name = table.Column<string>(type: "text", nullable: false),
                    segment = table.Column<short>(type: "smallint", nullable: false),
                    annual_core_periods = table.Column<long>(type: "bigint", nullable: false),
                    size_tier = table.Column<short>(type: "smallint", nullable: false),
                    is_dao = table.Column<bool>(type: "boolean", nullable: false),
                    main_business_elsewhere = table.Column<bool>(type: "boolean", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    version = table.Column<long>(type: "bigint", nullable: false),
                    sequence = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_accounts", x => x.id);
                    table.CheckConstraint("accounts_name", "char_length(name) between 1 and 200");
                    table.CheckConstraint("accounts_size", "annual_core_periods > 0");
                },
                comment: "One row per customer, or project that may become one.");

            migrationBuilder.CreateTable(
                name: "leads",
                schema: "leads",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    number = table.Column<string>(type: "text", nullable: false),
                    account_id = table.Column<Guid>(type: "uuid", nullable: false),
                    title = table.Column<string>(type: "text", nullable: false),
                    source = table.Column<short>(type: "smallint", nullable: false),
                    owner_id = table.Column<Guid>(type: "uuid", nullable: true),
                    owner_name = table.Column<string>(type: "text", nullable: true),
                    opened_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    claimed_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    version = table.Column<long>(type: "bigint", nullable: false),
                    sequence = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_leads", x => x.id);
                    table.CheckConstraint("leads_owner_is_whole", "(owner_id is null) = (owner_name is null) and (owner_id is null) = (claimed_at is null)");
                    table.ForeignKey(
                        name: "fk_leads_accounts_account_id",
                        column: x => x.account_id,
                        principalSchema: "leads",
                        principalTable: "accounts",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                },
                comment: "One row per chance to sell. One owner or none: the row has room for no second.");

            migrationBuilder.CreateIndex(
                name: "ix_accounts_number",
                schema: "leads",
                table: "accounts",
                column: "number",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_accounts_segment_size_tier_id",
                schema: "leads",
                table: "accounts",
                columns: new[] { "segment", "size_tier", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_leads_account_id_id",
                schema: "leads",
                table: "leads",
                columns: new[] { "account_id", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_leads_number",
                schema: "leads",
                table: "leads",
                column: "number",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_leads_owner_id_id",
                schema: "leads",
                table: "leads",
                columns: new[] { "owner_id", "id" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql(JournalSchema.DropV1("leads"));

            migrationBuilder.DropTable(
                name: "leads",
                schema: "leads");

            migrationBuilder.DropTable(
                name: "accounts",
                schema: "leads");

            migrationBuilder.DropSequence(
                name: "account_numbers",
                schema: "leads");

            migrationBuilder.DropSequence(
                name: "lead_numbers",
                schema: "leads");
        }
    }
}
