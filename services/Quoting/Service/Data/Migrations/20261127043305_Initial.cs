using System;
using System.Numerics;
using CoretimeDesk.Hosting;
using CoretimeDesk.Journal;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace CoretimeDesk.Quoting.Data.Migrations
{
    /// <inheritdoc />
    public partial class Initial : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.EnsureSchema(
                name: "quoting");

            migrationBuilder.Sql(JournalSchema.V1("quoting"));
            migrationBuilder.Sql(RevocationsSchema.V1("quoting"));

            migrationBuilder.CreateSequence(
                name: "quote_numbers",
                schema: "quoting");

            migrationBuilder.CreateTable(
                name: "delegations",
                schema: "quoting",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    role = table.Column<string>(type: "text", nullable: false),
                    from_id = table.Column<Guid>(type: "uuid", nullable: false),
                    from_name = table.Column<string>(type: "text", nullable: false),
                    team_ids = table.Column<Guid[]>(type: "uuid[]", nullable: false),
                    to_id = table.Column<Guid>(type: "uuid", nullable: false),
                    to_name = table.Column<string>(type: "text", nullable: false),
                    starts_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    ends_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    made_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    ended_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    note = table.Column<string>(type: "text", nullable: false),
                    version = table.Column<long>(type: "bigint", nullable: false),
                    sequence = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_delegations", x => x.id);
                    table.CheckConstraint("delegations_dates", "ends_at > starts_at and ends_at <= starts_at + interval '30 days'");
                    table.CheckConstraint("delegations_two_people", "from_id <> to_id");
                },
                comment: "Who decides in whose place, from when until when.");

            migrationBuilder.CreateTable(
                name: "quotes",
                schema: "quoting",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    number = table.Column<string>(type: "text", nullable: false),
                    account_id = table.Column<Guid>(type: "uuid", nullable: false),
                    lead_id = table.Column<Guid>(type: "uuid", nullable: true),
                    owner_id = table.Column<Guid>(type: "uuid", nullable: false),
                    owner_name = table.Column<string>(type: "text", nullable: false),
                    team_ids = table.Column<Guid[]>(type: "uuid[]", nullable: false),
                    customer_owner_id = table.Column<Guid>(type: "uuid", nullable: true),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    state = table.Column<short>(type: "smallint", nullable: false),
                    revision = table.Column<int>(type: "integer", nullable: false),
                    next_due_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    changed_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    customer = table.Column<byte[]>(type: "bytea", nullable: false),
                    version = table.Column<long>(type: "bigint", nullable: false),
                    sequence = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_quotes", x => x.id);
                },
                comment: "Quotes, each with the state of its newest revision.");

            migrationBuilder.CreateTable(
                name: "rule_versions",
                schema: "quoting",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    number = table.Column<int>(type: "integer", nullable: false),
                    canonical = table.Column<string>(type: "text", nullable: false),
                    sha256 = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    effective_from = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    effective_to = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    adopted_by_id = table.Column<Guid>(type: "uuid", nullable: false),
                    adopted_by_name = table.Column<string>(type: "text", nullable: false),
                    reason = table.Column<string>(type: "text", nullable: false),
                    adopted_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    version = table.Column<long>(type: "bigint", nullable: false),
                    sequence = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_rule_versions", x => x.id);
                    table.CheckConstraint("rule_versions_end_after_start", "effective_to is null or effective_to > effective_from");
                    table.CheckConstraint("rule_versions_from_one", "number >= 1");
                },
                comment: "Versions of the rules by which concessions are judged. A row is written once. The highest number counts of those in force.");

            migrationBuilder.CreateTable(
                name: "size_reviews",
                schema: "quoting",
                columns: table => new
                {
                    review_id = table.Column<Guid>(type: "uuid", nullable: false),
                    account_id = table.Column<Guid>(type: "uuid", nullable: true),
                    opened_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    closed_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_size_reviews", x => x.review_id);
                },
                comment: "Reviews of customers' sizes. While one is open nothing new is conceded to the account.");

            migrationBuilder.CreateTable(
                name: "approvals",
                schema: "quoting",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    quote_id = table.Column<Guid>(type: "uuid", nullable: false),
                    revision = table.Column<int>(type: "integer", nullable: false),
                    position = table.Column<int>(type: "integer", nullable: false),
                    role = table.Column<string>(type: "text", nullable: false),
                    roles = table.Column<string[]>(type: "text[]", nullable: false),
                    state = table.Column<short>(type: "smallint", nullable: false),
                    due_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    body = table.Column<byte[]>(type: "bytea", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_approvals", x => x.id);
                    table.ForeignKey(
                        name: "fk_approvals_quotes_quote_id",
                        column: x => x.quote_id,
                        principalSchema: "quoting",
                        principalTable: "quotes",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                },
                comment: "Requests for approval, one for each role of a round, with what was decided.");

            migrationBuilder.CreateTable(
                name: "revisions",
                schema: "quoting",
                columns: table => new
                {
                    quote_id = table.Column<Guid>(type: "uuid", nullable: false),
                    number = table.Column<int>(type: "integer", nullable: false),
                    state = table.Column<short>(type: "smallint", nullable: false),
                    terms_sha256 = table.Column<string>(type: "text", nullable: true),
                    quote_sha256 = table.Column<string>(type: "text", nullable: true),
                    valid_until = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    list = table.Column<BigInteger>(type: "numeric(39,0)", nullable: true),
                    concession = table.Column<BigInteger>(type: "numeric(39,0)", nullable: true),
                    body = table.Column<byte[]>(type: "bytea", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_revisions", x => new { x.quote_id, x.number });
                    table.CheckConstraint("revisions_number", "number > 0");
                    table.CheckConstraint("revisions_priced", "(terms_sha256 is not null) = (list is not null) and (list is not null) = (concession is not null)");
                    table.CheckConstraint("revisions_sent", "state not in (5, 6, 7, 8, 10) or (quote_sha256 is not null and valid_until is not null)");
                    table.ForeignKey(
                        name: "fk_revisions_quotes_quote_id",
                        column: x => x.quote_id,
                        principalSchema: "quoting",
                        principalTable: "quotes",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                },
                comment: "One row per revision of a quote. At most one of a quote is with the customer: revisions_one_out.");

            migrationBuilder.CreateIndex(
                name: "approvals_asked",
                schema: "quoting",
                table: "approvals",
                columns: new[] { "due_at", "id" },
                filter: "state = 1");

            migrationBuilder.CreateIndex(
                name: "approvals_by_quote",
                schema: "quoting",
                table: "approvals",
                columns: new[] { "quote_id", "position" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "delegations_by_delegate",
                schema: "quoting",
                table: "delegations",
                columns: new[] { "to_id", "ends_at" });

            migrationBuilder.CreateIndex(
                name: "delegations_by_principal",
                schema: "quoting",
                table: "delegations",
                columns: new[] { "from_id", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_quotes_number",
                schema: "quoting",
                table: "quotes",
                column: "number",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "quotes_by_account",
                schema: "quoting",
                table: "quotes",
                columns: new[] { "account_id", "id" });

            migrationBuilder.CreateIndex(
                name: "quotes_by_owner",
                schema: "quoting",
                table: "quotes",
                columns: new[] { "owner_id", "id" });

            migrationBuilder.CreateIndex(
                name: "quotes_by_state",
                schema: "quoting",
                table: "quotes",
                columns: new[] { "state", "id" });

            migrationBuilder.CreateIndex(
                name: "quotes_by_team",
                schema: "quoting",
                table: "quotes",
                column: "team_ids")
                .Annotation("Npgsql:IndexMethod", "gin");

            migrationBuilder.CreateIndex(
                name: "quotes_due",
                schema: "quoting",
                table: "quotes",
                columns: new[] { "next_due_at", "id" },
                filter: "next_due_at is not null");

            migrationBuilder.CreateIndex(
                name: "revisions_by_digest",
                schema: "quoting",
                table: "revisions",
                column: "quote_sha256",
                unique: true,
                filter: "quote_sha256 is not null");

            migrationBuilder.CreateIndex(
                name: "revisions_one_out",
                schema: "quoting",
                table: "revisions",
                column: "quote_id",
                unique: true,
                filter: "state in (5, 6)");

            migrationBuilder.CreateIndex(
                name: "ix_rule_versions_number",
                schema: "quoting",
                table: "rule_versions",
                column: "number",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "size_reviews_open",
                schema: "quoting",
                table: "size_reviews",
                column: "account_id",
                filter: "closed_at is null");

            migrationBuilder.Sql(RuleVersionsGuard.Create);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql(RuleVersionsGuard.Drop);
            migrationBuilder.Sql(RevocationsSchema.DropV1("quoting"));
            migrationBuilder.Sql(JournalSchema.DropV1("quoting"));

            migrationBuilder.DropTable(
                name: "approvals",
                schema: "quoting");

            migrationBuilder.DropTable(
                name: "delegations",
                schema: "quoting");

            migrationBuilder.DropTable(
                name: "revisions",
                schema: "quoting");

            migrationBuilder.DropTable(
                name: "rule_versions",
                schema: "quoting");

            migrationBuilder.DropTable(
                name: "size_reviews",
                schema: "quoting");

            migrationBuilder.DropTable(
                name: "quotes",
                schema: "quoting");

            migrationBuilder.DropSequence(
                name: "quote_numbers",
                schema: "quoting");
        }
    }
}
