using System;
using System.Numerics;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace CoretimeDesk.Leads.Data.Migrations
{
    /// <inheritdoc />
    public partial class SizeReviews : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateSequence(
                name: "size_review_numbers",
                schema: "leads");

            migrationBuilder.AddColumn<int[]>(
                name: "parts",
                schema: "leads",
                table: "renewables",
                type: "integer[]",
                nullable: false,
                defaultValue: new int[0]);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "size_stated_at",
                schema: "leads",
                table: "accounts",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "core_uses",
                schema: "leads",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    account_id = table.Column<Guid>(type: "uuid", nullable: false),
                    kind = table.Column<short>(type: "smallint", nullable: false),
                    fact_id = table.Column<string>(type: "text", nullable: false),
                    chain = table.Column<string>(type: "text", nullable: false),
                    core = table.Column<int>(type: "integer", nullable: false),
                    mask = table.Column<string>(type: "text", nullable: false),
                    begin = table.Column<long>(type: "bigint", nullable: false),
                    timeslices = table.Column<long>(type: "bigint", nullable: false),
                    obtained_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    begins_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_core_uses", x => x.id);
                    table.ForeignKey(
                        name: "fk_core_uses_accounts_account_id",
                        column: x => x.account_id,
                        principalSchema: "leads",
                        principalTable: "accounts",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                },
                comment: "Finalised facts by which accounts have cores, for the verification of stated sizes and for drops in use.");

            migrationBuilder.CreateTable(
                name: "on_demand_uses",
                schema: "leads",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    account_id = table.Column<Guid>(type: "uuid", nullable: false),
                    network = table.Column<string>(type: "text", nullable: false),
                    on = table.Column<DateOnly>(type: "date", nullable: false),
                    spent = table.Column<BigInteger>(type: "numeric(39,0)", nullable: false),
                    facts = table.Column<int>(type: "integer", nullable: false),
                    first_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    first_fact_id = table.Column<string>(type: "text", nullable: false),
                    last_fact_id = table.Column<string>(type: "text", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_on_demand_uses", x => x.id);
                    table.ForeignKey(
                        name: "fk_on_demand_uses_accounts_account_id",
                        column: x => x.account_id,
                        principalSchema: "leads",
                        principalTable: "accounts",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                },
                comment: "What accounts spent on on-demand blockspace by network and day.");

            migrationBuilder.CreateTable(
                name: "size_reviews",
                schema: "leads",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    number = table.Column<string>(type: "text", nullable: false),
                    account_id = table.Column<Guid>(type: "uuid", nullable: false),
                    state = table.Column<short>(type: "smallint", nullable: false),
                    stated_core_periods = table.Column<long>(type: "bigint", nullable: false),
                    stated_tier = table.Column<short>(type: "smallint", nullable: false),
                    stated_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    shown_core_periods = table.Column<long>(type: "bigint", nullable: false),
                    shown_tier = table.Column<short>(type: "smallint", nullable: false),
                    basis = table.Column<short>(type: "smallint", nullable: false),
                    measured_from = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    measured_until = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    evidence = table.Column<string>(type: "jsonb", nullable: false),
                    closed_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    closed_by_id = table.Column<Guid>(type: "uuid", nullable: true),
                    closed_by = table.Column<string>(type: "text", nullable: true),
                    reason = table.Column<string>(type: "text", nullable: true),
                    version = table.Column<long>(type: "bigint", nullable: false),
                    sequence = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_size_reviews", x => x.id);
                    table.CheckConstraint("size_reviews_closed", "(state in (3, 4)) = (closed_at is not null) and (closed_at is null) = (reason is null)");
                    table.CheckConstraint("size_reviews_open_means_another_tier", "(state = 1) = (stated_tier = shown_tier)");
                    table.ForeignKey(
                        name: "fk_size_reviews_accounts_account_id",
                        column: x => x.account_id,
                        principalSchema: "leads",
                        principalTable: "accounts",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                },
                comment: "Verifications of stated sizes by chain use. One is open for an account at most, and each statement is verified once.");

            migrationBuilder.CreateIndex(
                name: "ix_core_uses_account_id_obtained_at",
                schema: "leads",
                table: "core_uses",
                columns: new[] { "account_id", "obtained_at" });

            migrationBuilder.CreateIndex(
                name: "ix_core_uses_chain_begin",
                schema: "leads",
                table: "core_uses",
                columns: new[] { "chain", "begin" });

            migrationBuilder.CreateIndex(
                name: "ix_on_demand_uses_account_id_first_at",
                schema: "leads",
                table: "on_demand_uses",
                columns: new[] { "account_id", "first_at" });

            migrationBuilder.CreateIndex(
                name: "ix_on_demand_uses_account_id_network_on",
                schema: "leads",
                table: "on_demand_uses",
                columns: new[] { "account_id", "network", "on" });

            migrationBuilder.CreateIndex(
                name: "ix_size_reviews_number",
                schema: "leads",
                table: "size_reviews",
                column: "number",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "size_reviews_by_account",
                schema: "leads",
                table: "size_reviews",
                columns: new[] { "account_id", "stated_at" });

            migrationBuilder.CreateIndex(
                name: "size_reviews_by_state",
                schema: "leads",
                table: "size_reviews",
                columns: new[] { "state", "id" });

            migrationBuilder.CreateIndex(
                name: "size_reviews_one_open",
                schema: "leads",
                table: "size_reviews",
                column: "account_id",
                unique: true,
                filter: "state = 2");

            foreach (var table in SizeReviewsModel.Guarded)
            {
                migrationBuilder.Sql(MergedAccountGuard.On(table));
            }
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            foreach (var table in SizeReviewsModel.Guarded)
            {
                migrationBuilder.Sql(MergedAccountGuard.Off(table));
            }

            migrationBuilder.DropTable(
                name: "core_uses",
                schema: "leads");

            migrationBuilder.DropTable(
                name: "on_demand_uses",
                schema: "leads");

            migrationBuilder.DropTable(
                name: "size_reviews",
                schema: "leads");

            migrationBuilder.DropColumn(
                name: "parts",
                schema: "leads",
                table: "renewables");

            migrationBuilder.DropColumn(
                name: "size_stated_at",
                schema: "leads",
                table: "accounts");

            migrationBuilder.DropSequence(
                name: "size_review_numbers",
                schema: "leads");
        }
    }
}
