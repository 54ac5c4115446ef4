using System;
using CoretimeDesk.Hosting;
using CoretimeDesk.Journal;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace CoretimeDesk.Commissions.Data.Migrations
{
    /// <inheritdoc />
    public partial class Initial : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.EnsureSchema(
                name: "commissions");

            migrationBuilder.Sql(JournalSchema.V1("commissions"));
            migrationBuilder.Sql(JournalSchema.V2("commissions"));
            migrationBuilder.Sql(RevocationsSchema.V1("commissions"));

            migrationBuilder.CreateTable(
                name: "closed_months",
                schema: "commissions",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    month = table.Column<string>(type: "text", nullable: false),
                    token = table.Column<string>(type: "text", nullable: false),
                    sha256 = table.Column<string>(type: "text", nullable: false),
                    closed_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    version = table.Column<long>(type: "bigint", nullable: false),
                    sequence = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_closed_months", x => x.id);
                },
                comment: "Months whose statements are written.");

            migrationBuilder.CreateTable(
                name: "disputes",
                schema: "commissions",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    statement_id = table.Column<Guid>(type: "uuid", nullable: false),
                    line = table.Column<int>(type: "integer", nullable: false),
                    opened_by_id = table.Column<Guid>(type: "uuid", nullable: false),
                    opened_by = table.Column<string>(type: "text", nullable: false),
                    text = table.Column<string>(type: "text", nullable: false),
                    opened_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    answer_by = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    answered_by = table.Column<string>(type: "text", nullable: true),
                    answer = table.Column<string>(type: "text", nullable: true),
                    is_upheld = table.Column<bool>(type: "boolean", nullable: true),
                    answered_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    version = table.Column<long>(type: "bigint", nullable: false),
                    sequence = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_disputes", x => x.id);
                },
                comment: "What participants find wrong with statements, and the answers.");

            migrationBuilder.CreateTable(
                name: "observations",
                schema: "commissions",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    type = table.Column<string>(type: "text", nullable: false),
                    aggregate_id = table.Column<Guid>(type: "uuid", nullable: false),
                    told = table.Column<long>(type: "bigint", nullable: false),
                    actor_id = table.Column<Guid>(type: "uuid", nullable: false),
                    told_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    body = table.Column<byte[]>(type: "bytea", nullable: false),
                    version = table.Column<long>(type: "bigint", nullable: false),
                    sequence = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_observations", x => x.id);
                },
                comment: "What other parts of the desk have told. A row is written once; all lines and statements follow from these and the plans.");

            migrationBuilder.CreateTable(
                name: "payout_batches",
                schema: "commissions",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    month = table.Column<string>(type: "text", nullable: false),
                    token = table.Column<string>(type: "text", nullable: false),
                    body = table.Column<byte[]>(type: "bytea", nullable: false),
                    sha256 = table.Column<string>(type: "text", nullable: false),
                    prepared_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    version = table.Column<long>(type: "bigint", nullable: false),
                    sequence = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_payout_batches", x => x.id);
                },
                comment: "One batch of payments for each month and token.");

            migrationBuilder.CreateTable(
                name: "people",
                schema: "commissions",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    name = table.Column<string>(type: "text", nullable: false),
                    team_ids = table.Column<Guid[]>(type: "uuid[]", nullable: false),
                    teams_told = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_people", x => x.id);
                },
                comment: "People of the desk and their teams, as Identity has told.");

            migrationBuilder.CreateTable(
                name: "plan_adoptions",
                schema: "commissions",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    number = table.Column<int>(type: "integer", nullable: false),
                    json = table.Column<string>(type: "text", nullable: false),
                    sha256 = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    adopted_by_id = table.Column<Guid>(type: "uuid", nullable: false),
                    adopted_by = table.Column<string>(type: "text", nullable: false),
                    reason = table.Column<string>(type: "text", nullable: false),
                    adopted_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    version = table.Column<long>(type: "bigint", nullable: false),
                    sequence = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_plan_adoptions", x => x.id);
                },
                comment: "Plan files, in the order in which they were adopted. A row is written once; deals keep the plan that they were accepted with.");

            migrationBuilder.CreateTable(
                name: "pools",
                schema: "commissions",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    token = table.Column<string>(type: "text", nullable: false),
                    chain = table.Column<string>(type: "text", nullable: false),
                    account = table.Column<string>(type: "text", nullable: false),
                    balance = table.Column<string>(type: "text", nullable: true),
                    block_number = table.Column<long>(type: "bigint", nullable: false),
                    seen_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    version = table.Column<long>(type: "bigint", nullable: false),
                    sequence = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_pools", x => x.id);
                },
                comment: "The accounts that commissions are paid from.");

            migrationBuilder.CreateTable(
                name: "statements",
                schema: "commissions",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    month = table.Column<string>(type: "text", nullable: false),
                    token = table.Column<string>(type: "text", nullable: false),
                    participant = table.Column<string>(type: "text", nullable: false),
                    body = table.Column<byte[]>(type: "bytea", nullable: false),
                    sha256 = table.Column<string>(type: "text", nullable: false),
                    closed_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    version = table.Column<long>(type: "bigint", nullable: false),
                    sequence = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_statements", x => x.id);
                },
                comment: "Closed statements. A row is written once; later corrections are lines of later months.");

            migrationBuilder.CreateIndex(
                name: "ix_closed_months_token_month",
                schema: "commissions",
                table: "closed_months",
                columns: new[] { "token", "month" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_disputes_statement_id_line",
                schema: "commissions",
                table: "disputes",
                columns: new[] { "statement_id", "line" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "observations_by_type",
                schema: "commissions",
                table: "observations",
                columns: new[] { "type", "aggregate_id", "told" });

            migrationBuilder.CreateIndex(
                name: "ix_payout_batches_token_month",
                schema: "commissions",
                table: "payout_batches",
                columns: new[] { "token", "month" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_plan_adoptions_number",
                schema: "commissions",
                table: "plan_adoptions",
                column: "number",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_pools_token",
                schema: "commissions",
                table: "pools",
                column: "token",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_statements_token_month_participant",
                schema: "commissions",
                table: "statements",
                columns: new[] { "token", "month", "participant" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "statements_by_participant",
                schema: "commissions",
                table: "statements",
                columns: new[] { "participant", "id" });
            migrationBuilder.Sql(WrittenOnce.Create);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql(WrittenOnce.Drop);
            migrationBuilder.Sql(RevocationsSchema.DropV1("commissions"));
            migrationBuilder.Sql(JournalSchema.DropV2("commissions"));
            migrationBuilder.Sql(JournalSchema.DropV1("commissions"));
            migrationBuilder.DropTable(
                name: "closed_months",
                schema: "commissions");

            migrationBuilder.DropTable(
                name: "disputes",
                schema: "commissions");

            migrationBuilder.DropTable(
                name: "observations",
                schema: "commissions");

            migrationBuilder.DropTable(
                name: "payout_batches",
                schema: "commissions");

            migrationBuilder.DropTable(
                name: "people",
                schema: "commissions");

            migrationBuilder.DropTable(
                name: "plan_adoptions",
                schema: "commissions");

            migrationBuilder.DropTable(
                name: "pools",
                schema: "commissions");

            migrationBuilder.DropTable(
                name: "statements",
                schema: "commissions");
        }
    }
}
