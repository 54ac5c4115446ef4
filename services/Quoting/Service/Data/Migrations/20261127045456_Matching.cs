using System;
using System.Numerics;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace CoretimeDesk.Quoting.Data.Migrations
{
    /// <inheritdoc />
    public partial class Matching : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "acceptances",
                schema: "quoting",
                columns: table => new
                {
                    digest = table.Column<string>(type: "text", nullable: false),
                    quote_id = table.Column<Guid>(type: "uuid", nullable: false),
                    revision = table.Column<int>(type: "integer", nullable: false),
                    kind = table.Column<int>(type: "integer", nullable: false),
                    signer = table.Column<string>(type: "text", nullable: false),
                    scheme = table.Column<string>(type: "text", nullable: false),
                    text = table.Column<string>(type: "text", nullable: false),
                    signature = table.Column<string>(type: "text", nullable: false),
                    name = table.Column<string>(type: "text", nullable: false),
                    title = table.Column<string>(type: "text", nullable: false),
                    address = table.Column<string>(type: "text", nullable: false),
                    document = table.Column<string>(type: "text", nullable: false),
                    note = table.Column<string>(type: "text", nullable: false),
                    fact_id = table.Column<Guid>(type: "uuid", nullable: true),
                    recorded_by_id = table.Column<Guid>(type: "uuid", nullable: true),
                    recorded_by = table.Column<string>(type: "text", nullable: false),
                    accepted_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_acceptances", x => x.digest);
                },
                comment: "Which quotes customers accepted, and what shows it. A row never changes.");

            migrationBuilder.CreateTable(
                name: "assignment_facts",
                schema: "quoting",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    chain = table.Column<string>(type: "text", nullable: false),
                    block_number = table.Column<long>(type: "bigint", nullable: false),
                    block_hash = table.Column<string>(type: "text", nullable: false),
                    event_index = table.Column<long>(type: "bigint", nullable: false),
                    begin = table.Column<long>(type: "bigint", nullable: false),
                    core = table.Column<int>(type: "integer", nullable: false),
                    is_whole_core = table.Column<bool>(type: "boolean", nullable: false),
                    task = table.Column<long>(type: "bigint", nullable: true),
                    is_final = table.Column<bool>(type: "boolean", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_assignment_facts", x => x.id);
                },
                comment: "What regions were assigned to.");

            migrationBuilder.CreateTable(
                name: "customer_accounts",
                schema: "quoting",
                columns: table => new
                {
                    account_id = table.Column<Guid>(type: "uuid", nullable: false),
                    public_key = table.Column<string>(type: "text", nullable: false),
                    network = table.Column<string>(type: "text", nullable: false),
                    how = table.Column<int>(type: "integer", nullable: false),
                    is_gone = table.Column<bool>(type: "boolean", nullable: false),
                    sequence = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_customer_accounts", x => new { x.account_id, x.public_key, x.network });
                },
                comment: "Chain accounts of customers, as Leads told.");

            migrationBuilder.CreateTable(
                name: "customer_tasks",
                schema: "quoting",
                columns: table => new
                {
                    account_id = table.Column<Guid>(type: "uuid", nullable: false),
                    network = table.Column<string>(type: "text", nullable: false),
                    task = table.Column<long>(type: "bigint", nullable: false),
                    is_gone = table.Column<bool>(type: "boolean", nullable: false),
                    sequence = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_customer_tasks", x => new { x.account_id, x.network, x.task });
                },
                comment: "Para ids of customers, as Leads told.");

            migrationBuilder.CreateTable(
                name: "digest_remarks",
                schema: "quoting",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    chain = table.Column<string>(type: "text", nullable: false),
                    block_number = table.Column<long>(type: "bigint", nullable: false),
                    block_hash = table.Column<string>(type: "text", nullable: false),
                    event_index = table.Column<long>(type: "bigint", nullable: false),
                    extrinsic_index = table.Column<long>(type: "bigint", nullable: false),
                    digest = table.Column<string>(type: "text", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_digest_remarks", x => x.id);
                },
                comment: "Digests that stand on a chain behind the desk's tag.");

            migrationBuilder.CreateTable(
                name: "merged_accounts",
                schema: "quoting",
                columns: table => new
                {
                    merge_id = table.Column<Guid>(type: "uuid", nullable: false),
                    survivor_id = table.Column<Guid>(type: "uuid", nullable: false),
                    absorbed_id = table.Column<Guid>(type: "uuid", nullable: false),
                    is_undone = table.Column<bool>(type: "boolean", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_merged_accounts", x => x.merge_id);
                },
                comment: "Which accounts are part of others, as Leads told.");

            migrationBuilder.CreateTable(
                name: "offers",
                schema: "quoting",
                columns: table => new
                {
                    digest = table.Column<string>(type: "text", nullable: false),
                    quote_id = table.Column<Guid>(type: "uuid", nullable: false),
                    revision = table.Column<int>(type: "integer", nullable: false),
                    account_id = table.Column<Guid>(type: "uuid", nullable: false),
                    chain = table.Column<string>(type: "text", nullable: false),
                    periods = table.Column<string>(type: "jsonb", nullable: false),
                    begins = table.Column<long[]>(type: "bigint[]", nullable: false),
                    accounts = table.Column<string[]>(type: "text[]", nullable: false),
                    tasks = table.Column<long[]>(type: "bigint[]", nullable: false),
                    sent_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    valid_until = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    ending = table.Column<int>(type: "integer", nullable: true),
                    ended_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    won_by = table.Column<Guid>(type: "uuid", nullable: true),
                    fulfilled = table.Column<string>(type: "jsonb", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_offers", x => x.digest);
                },
                comment: "Revisions that were sent, as purchases are matched to them.");

            migrationBuilder.CreateTable(
                name: "paid_facts",
                schema: "quoting",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    chain = table.Column<string>(type: "text", nullable: false),
                    block_number = table.Column<long>(type: "bigint", nullable: false),
                    block_hash = table.Column<string>(type: "text", nullable: false),
                    event_index = table.Column<long>(type: "bigint", nullable: false),
                    extrinsic_index = table.Column<long>(type: "bigint", nullable: true),
                    occurred_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    kind = table.Column<int>(type: "integer", nullable: false),
                    payer = table.Column<string>(type: "text", nullable: false),
                    price = table.Column<BigInteger>(type: "numeric(39,0)", nullable: false),
                    symbol = table.Column<string>(type: "text", nullable: false),
                    decimals = table.Column<int>(type: "integer", nullable: false),
                    begin = table.Column<long>(type: "bigint", nullable: false),
                    duration = table.Column<long>(type: "bigint", nullable: false),
                    core = table.Column<int>(type: "integer", nullable: false),
                    old_core = table.Column<int>(type: "integer", nullable: true),
                    tasks = table.Column<long[]>(type: "bigint[]", nullable: false),
                    state = table.Column<int>(type: "integer", nullable: false),
                    digest = table.Column<string>(type: "text", nullable: true),
                    basis = table.Column<int>(type: "integer", nullable: true),
                    score = table.Column<int>(type: "integer", nullable: false),
                    differs = table.Column<int>(type: "integer", nullable: false),
                    paid_by = table.Column<int>(type: "integer", nullable: false),
                    is_customer_paid = table.Column<bool>(type: "boolean", nullable: false),
                    is_another_payer = table.Column<bool>(type: "boolean", nullable: false),
                    candidates = table.Column<string>(type: "jsonb", nullable: false),
                    judged_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    confirmed = table.Column<string>(type: "text", nullable: true),
                    excluded = table.Column<string[]>(type: "text[]", nullable: false),
                    decided_by = table.Column<string>(type: "text", nullable: true),
                    reason = table.Column<string>(type: "text", nullable: true),
                    decided_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    version = table.Column<long>(type: "bigint", nullable: false),
                    sequence = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_paid_facts", x => x.id);
                    table.CheckConstraint("paid_facts_counted_for_a_quote", "state not in (3, 4, 5, 7) or digest is not null");
                    table.CheckConstraint("paid_facts_customer_paid_counts", "not is_customer_paid or (state = 3 and paid_by <> 2)");
                },
                comment: "Finalised events that paid for a core, and which quote each belongs to.");

            migrationBuilder.CreateIndex(
                name: "ix_acceptances_quote_id_revision",
                schema: "quoting",
                table: "acceptances",
                columns: new[] { "quote_id", "revision" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "assignment_facts_by_core",
                schema: "quoting",
                table: "assignment_facts",
                columns: new[] { "chain", "core", "begin" });

            migrationBuilder.CreateIndex(
                name: "ix_customer_accounts_public_key",
                schema: "quoting",
                table: "customer_accounts",
                column: "public_key");

            migrationBuilder.CreateIndex(
                name: "ix_customer_tasks_network_task",
                schema: "quoting",
                table: "customer_tasks",
                columns: new[] { "network", "task" });

            migrationBuilder.CreateIndex(
                name: "digest_remarks_by_extrinsic",
                schema: "quoting",
                table: "digest_remarks",
                columns: new[] { "chain", "block_hash", "extrinsic_index" });

            migrationBuilder.CreateIndex(
                name: "ix_digest_remarks_digest",
                schema: "quoting",
                table: "digest_remarks",
                column: "digest");

            migrationBuilder.CreateIndex(
                name: "ix_merged_accounts_absorbed_id",
                schema: "quoting",
                table: "merged_accounts",
                column: "absorbed_id");

            migrationBuilder.CreateIndex(
                name: "ix_merged_accounts_survivor_id",
                schema: "quoting",
                table: "merged_accounts",
                column: "survivor_id");

            migrationBuilder.CreateIndex(
                name: "ix_offers_quote_id_revision",
                schema: "quoting",
                table: "offers",
                columns: new[] { "quote_id", "revision" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "offers_by_account",
                schema: "quoting",
                table: "offers",
                columns: new[] { "account_id", "chain" });

            migrationBuilder.CreateIndex(
                name: "offers_by_chain_account",
                schema: "quoting",
                table: "offers",
                column: "accounts")
                .Annotation("Npgsql:IndexMethod", "gin");

            migrationBuilder.CreateIndex(
                name: "offers_by_task",
                schema: "quoting",
                table: "offers",
                column: "tasks")
                .Annotation("Npgsql:IndexMethod", "gin");

            migrationBuilder.CreateIndex(
                name: "paid_facts_by_core",
                schema: "quoting",
                table: "paid_facts",
                columns: new[] { "chain", "core", "begin" });

            migrationBuilder.CreateIndex(
                name: "paid_facts_by_extrinsic",
                schema: "quoting",
                table: "paid_facts",
                columns: new[] { "chain", "block_hash", "extrinsic_index" });

            migrationBuilder.CreateIndex(
                name: "paid_facts_by_payer",
                schema: "quoting",
                table: "paid_facts",
                columns: new[] { "chain", "begin", "payer" });

            migrationBuilder.CreateIndex(
                name: "paid_facts_by_quote",
                schema: "quoting",
                table: "paid_facts",
                column: "digest");

            migrationBuilder.CreateIndex(
                name: "paid_facts_by_state",
                schema: "quoting",
                table: "paid_facts",
                columns: new[] { "state", "occurred_at", "id" });

            migrationBuilder.CreateIndex(
                name: "paid_facts_by_task",
                schema: "quoting",
                table: "paid_facts",
                column: "tasks")
                .Annotation("Npgsql:IndexMethod", "gin");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "acceptances",
                schema: "quoting");

            migrationBuilder.DropTable(
                name: "assignment_facts",
                schema: "quoting");

            migrationBuilder.DropTable(
                name: "customer_accounts",
                schema: "quoting");

            migrationBuilder.DropTable(
                name: "customer_tasks",
                schema: "quoting");

            migrationBuilder.DropTable(
                name: "digest_remarks",
                schema: "quoting");

            migrationBuilder.DropTable(
                name: "merged_accounts",
                schema: "quoting");

            migrationBuilder.DropTable(
                name: "offers",
                schema: "quoting");

            migrationBuilder.DropTable(
                name: "paid_facts",
                schema: "quoting");
        }
    }
}
