using System;
using System.Numerics;
using CoretimeDesk.Hosting;
using CoretimeDesk.Journal;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace CoretimeDesk.CreditGrants.Data.Migrations
{
    /// <inheritdoc />
    public partial class Initial : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.EnsureSchema(
                name: "creditgrants");

            migrationBuilder.Sql(JournalSchema.V1("creditgrants"));
            migrationBuilder.Sql(JournalSchema.V2("creditgrants"));
            migrationBuilder.Sql(RevocationsSchema.V1("creditgrants"));

            migrationBuilder.CreateSequence(
                name: "grant_numbers",
                schema: "creditgrants");

            migrationBuilder.CreateSequence(
                name: "programme_numbers",
                schema: "creditgrants");

            migrationBuilder.CreateTable(
                name: "alarms",
                schema: "creditgrants",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    programme_id = table.Column<Guid>(type: "uuid", nullable: false),
                    cause = table.Column<string>(type: "text", nullable: false),
                    grant_number = table.Column<string>(type: "text", nullable: false),
                    sentence = table.Column<string>(type: "text", nullable: false),
                    fact = table.Column<byte[]>(type: "bytea", nullable: false),
                    raised_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    closed_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    closed_by = table.Column<string>(type: "text", nullable: false),
                    closing_note = table.Column<string>(type: "text", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_alarms", x => x.id);
                },
                comment: "What nobody planned, and what was done about it.");

            migrationBuilder.CreateTable(
                name: "budget_events",
                schema: "creditgrants",
                columns: table => new
                {
                    programme_id = table.Column<Guid>(type: "uuid", nullable: false),
                    number = table.Column<long>(type: "bigint", nullable: false),
                    event_id = table.Column<string>(type: "text", nullable: false),
                    kind = table.Column<string>(type: "text", nullable: false),
                    grant_number = table.Column<string>(type: "text", nullable: false),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    recorded_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    actor_name = table.Column<string>(type: "text", nullable: false),
                    body = table.Column<byte[]>(type: "bytea", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_budget_events", x => new { x.programme_id, x.number });
                    table.CheckConstraint("budget_events_from_one", "number > 0");
                },
                comment: "What every programme's ledger accepted, in order. Budgets are folded from it.");

            migrationBuilder.CreateTable(
                name: "codes",
                schema: "creditgrants",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    programme_id = table.Column<Guid>(type: "uuid", nullable: false),
                    provider = table.Column<string>(type: "text", nullable: false),
                    sha256 = table.Column<string>(type: "text", nullable: false),
                    prefix = table.Column<string>(type: "text", nullable: false),
                    issued_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    issued_by_id = table.Column<Guid>(type: "uuid", nullable: false),
                    revoked_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    revoked_by_id = table.Column<Guid>(type: "uuid", nullable: true),
                    revoked_reason = table.Column<string>(type: "text", nullable: false),
                    used_by = table.Column<string>(type: "text", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_codes", x => x.id);
                },
                comment: "Digests of providers' codes, each for one grant.");

            migrationBuilder.CreateTable(
                name: "credit_facts",
                schema: "creditgrants",
                columns: table => new
                {
                    fact_id = table.Column<string>(type: "text", nullable: false),
                    chain = table.Column<string>(type: "text", nullable: false),
                    account = table.Column<string>(type: "text", nullable: false),
                    planck = table.Column<BigInteger>(type: "numeric(60,0)", nullable: false),
                    occurred_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_credit_facts", x => x.fact_id);
                },
                comment: "Credit for on-demand orders in customers' accounts: what arrived, less what orders took.");

            migrationBuilder.CreateTable(
                name: "customer_keys",
                schema: "creditgrants",
                columns: table => new
                {
                    account_id = table.Column<Guid>(type: "uuid", nullable: false),
                    kind = table.Column<short>(type: "smallint", nullable: false),
                    network = table.Column<string>(type: "text", nullable: false),
                    value = table.Column<string>(type: "text", nullable: false),
                    is_believed = table.Column<bool>(type: "boolean", nullable: false),
                    is_gone = table.Column<bool>(type: "boolean", nullable: false),
                    sequence = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_customer_keys", x => new { x.account_id, x.kind, x.network, x.value });
                },
                comment: "Para ids, domains and chain accounts of customers, as Leads told.");

            migrationBuilder.CreateTable(
                name: "customer_payments",
                schema: "creditgrants",
                columns: table => new
                {
                    fact_id = table.Column<string>(type: "text", nullable: false),
                    account_id = table.Column<Guid>(type: "uuid", nullable: false),
                    occurred_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    planck = table.Column<BigInteger>(type: "numeric(60,0)", nullable: false),
                    counts = table.Column<bool>(type: "boolean", nullable: false),
                    sequence = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_customer_payments", x => x.fact_id);
                },
                comment: "What customers paid by themselves: by it a grant has led to a sale.");

            migrationBuilder.CreateTable(
                name: "decisions",
                schema: "creditgrants",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    grant_id = table.Column<Guid>(type: "uuid", nullable: false),
                    body = table.Column<byte[]>(type: "bytea", nullable: false),
                    decided_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_decisions", x => x.id);
                },
                comment: "Every decision about a grant, with inputs, rules and reasons. A row never changes.");

            migrationBuilder.CreateTable(
                name: "grants",
                schema: "creditgrants",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    number = table.Column<string>(type: "text", nullable: false),
                    programme_id = table.Column<Guid>(type: "uuid", nullable: false),
                    account_id = table.Column<Guid>(type: "uuid", nullable: false),
                    lead_id = table.Column<Guid>(type: "uuid", nullable: true),
                    network = table.Column<string>(type: "text", nullable: false),
                    para = table.Column<long>(type: "bigint", nullable: false),
                    tier = table.Column<short>(type: "smallint", nullable: false),
                    rail = table.Column<short>(type: "smallint", nullable: false),
                    customer_account = table.Column<string>(type: "text", nullable: false),
                    state = table.Column<short>(type: "smallint", nullable: false),
                    requested_by_id = table.Column<Guid>(type: "uuid", nullable: false),
                    team_ids = table.Column<Guid[]>(type: "uuid[]", nullable: false),
                    beneficiary_ids = table.Column<Guid[]>(type: "uuid[]", nullable: false),
                    requested_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    decide_by = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    overdue_told = table.Column<bool>(type: "boolean", nullable: false),
                    value = table.Column<BigInteger>(type: "numeric(60,0)", nullable: false),
                    awarded_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    activate_by = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    activated_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    review_from = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    review_told = table.Column<bool>(type: "boolean", nullable: false),
                    expires_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    ended_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    code_sha256 = table.Column<string>(type: "text", nullable: false),
                    body = table.Column<byte[]>(type: "bytea", nullable: false),
                    version = table.Column<long>(type: "bigint", nullable: false),
                    sequence = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_grants", x => x.id);
                },
                comment: "Grants of free coretime, from the request to the end.");

            migrationBuilder.CreateTable(
                name: "merged_accounts",
                schema: "creditgrants",
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
                name: "paid_cores",
                schema: "creditgrants",
                columns: table => new
                {
                    fact_id = table.Column<string>(type: "text", nullable: false),
                    programme_id = table.Column<Guid>(type: "uuid", nullable: false),
                    chain = table.Column<string>(type: "text", nullable: false),
                    grant_number = table.Column<string>(type: "text", nullable: false),
                    tranche = table.Column<int>(type: "integer", nullable: false),
                    para = table.Column<long>(type: "bigint", nullable: false),
                    is_region = table.Column<bool>(type: "boolean", nullable: false),
                    core = table.Column<int>(type: "integer", nullable: false),
                    begin = table.Column<long>(type: "bigint", nullable: false),
                    duration = table.Column<long>(type: "bigint", nullable: false),
                    mask = table.Column<string>(type: "text", nullable: false),
                    price = table.Column<BigInteger>(type: "numeric(60,0)", nullable: false),
                    used_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_paid_cores", x => x.fact_id);
                },
                comment: "Cores that pools paid for grants.");

            migrationBuilder.CreateTable(
                name: "parties",
                schema: "creditgrants",
                columns: table => new
                {
                    account_id = table.Column<Guid>(type: "uuid", nullable: false),
                    account_name = table.Column<string>(type: "text", nullable: false),
                    people_sha256 = table.Column<string[]>(type: "text[]", nullable: false),
                    mail_hosts = table.Column<string[]>(type: "text[]", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_parties", x => x.account_id);
                },
                comment: "Who stands behind customers that asked for grants: digests only.");

            migrationBuilder.CreateTable(
                name: "pool_balances",
                schema: "creditgrants",
                columns: table => new
                {
                    chain = table.Column<string>(type: "text", nullable: false),
                    account = table.Column<string>(type: "text", nullable: false),
                    free = table.Column<BigInteger>(type: "numeric(60,0)", nullable: false),
                    opened_at_block = table.Column<long>(type: "bigint", nullable: false),
                    block_number = table.Column<long>(type: "bigint", nullable: false),
                    fact = table.Column<byte[]>(type: "bytea", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_pool_balances", x => new { x.chain, x.account });
                },
                comment: "What pools hold, as the chain watcher last saw it.");

            migrationBuilder.CreateTable(
                name: "pool_payments",
                schema: "creditgrants",
                columns: table => new
                {
                    fact_id = table.Column<string>(type: "text", nullable: false),
                    programme_id = table.Column<Guid>(type: "uuid", nullable: false),
                    chain = table.Column<string>(type: "text", nullable: false),
                    block_number = table.Column<long>(type: "bigint", nullable: false),
                    planck = table.Column<BigInteger>(type: "numeric(60,0)", nullable: false),
                    type = table.Column<string>(type: "text", nullable: false),
                    grant_number = table.Column<string>(type: "text", nullable: false),
                    tranche = table.Column<int>(type: "integer", nullable: false),
                    fact = table.Column<byte[]>(type: "bytea", nullable: false),
                    occurred_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_pool_payments", x => x.fact_id);
                },
                comment: "What pools paid for coretime: for a grant, or for none.");

            migrationBuilder.CreateTable(
                name: "postings",
                schema: "creditgrants",
                columns: table => new
                {
                    programme_id = table.Column<Guid>(type: "uuid", nullable: false),
                    number = table.Column<long>(type: "bigint", nullable: false),
                    book = table.Column<string>(type: "text", nullable: false),
                    account = table.Column<string>(type: "text", nullable: false),
                    debit = table.Column<BigInteger>(type: "numeric(60,0)", nullable: false),
                    credit = table.Column<BigInteger>(type: "numeric(60,0)", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_postings", x => new { x.programme_id, x.number, x.book, x.account });
                    table.CheckConstraint("postings_one_side", "debit >= 0 and credit >= 0 and (debit = 0) <> (credit = 0)");
                },
                comment: "The double entry of every event that moved money or awards: of an entry and book, debits equal credits.");

            migrationBuilder.CreateTable(
                name: "programmes",
                schema: "creditgrants",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    number = table.Column<string>(type: "text", nullable: false),
                    name = table.Column<string>(type: "text", nullable: false),
                    payer = table.Column<string>(type: "text", nullable: false),
                    network = table.Column<string>(type: "text", nullable: false),
                    chain = table.Column<string>(type: "text", nullable: false),
                    pool = table.Column<string>(type: "text", nullable: false),
                    mode = table.Column<short>(type: "smallint", nullable: false),
                    referendum = table.Column<string>(type: "text", nullable: false),
                    token_symbol = table.Column<string>(type: "text", nullable: false),
                    token_decimals = table.Column<int>(type: "integer", nullable: false),
                    reserve = table.Column<BigInteger>(type: "numeric(60,0)", nullable: false),
                    terms_version = table.Column<int>(type: "integer", nullable: false),
                    terms_json = table.Column<string>(type: "text", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    ended_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    last_entry = table.Column<long>(type: "bigint", nullable: false),
                    version = table.Column<long>(type: "bigint", nullable: false),
                    sequence = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_programmes", x => x.id);
                },
                comment: "Whose money is given away, from which account, by which terms.");

            migrationBuilder.CreateTable(
                name: "providers",
                schema: "creditgrants",
                columns: table => new
                {
                    programme_id = table.Column<Guid>(type: "uuid", nullable: false),
                    name = table.Column<string>(type: "text", nullable: false),
                    budget = table.Column<BigInteger>(type: "numeric(60,0)", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_providers", x => new { x.programme_id, x.name });
                },
                comment: "Who backs customers with codes, and how much those may award.");

            migrationBuilder.CreateTable(
                name: "region_facts",
                schema: "creditgrants",
                columns: table => new
                {
                    fact_id = table.Column<string>(type: "text", nullable: false),
                    chain = table.Column<string>(type: "text", nullable: false),
                    core = table.Column<int>(type: "integer", nullable: false),
                    begin = table.Column<long>(type: "bigint", nullable: false),
                    type = table.Column<string>(type: "text", nullable: false),
                    occurred_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    body = table.Column<byte[]>(type: "bytea", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_region_facts", x => x.fact_id);
                },
                comment: "Assignments and transfers of regions.");

            migrationBuilder.CreateTable(
                name: "remarks",
                schema: "creditgrants",
                columns: table => new
                {
                    fact_id = table.Column<string>(type: "text", nullable: false),
                    chain = table.Column<string>(type: "text", nullable: false),
                    block_number = table.Column<long>(type: "bigint", nullable: false),
                    extrinsic = table.Column<long>(type: "bigint", nullable: false),
                    payload = table.Column<string>(type: "text", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_remarks", x => x.fact_id);
                },
                comment: "Remarks with the desk's tag.");

            migrationBuilder.CreateTable(
                name: "staff",
                schema: "creditgrants",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    name = table.Column<string>(type: "text", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_staff", x => x.id);
                },
                comment: "Members of the desk, by name.");

            migrationBuilder.CreateTable(
                name: "staff_accounts",
                schema: "creditgrants",
                columns: table => new
                {
                    person_id = table.Column<Guid>(type: "uuid", nullable: false),
                    account = table.Column<string>(type: "text", nullable: false),
                    is_gone = table.Column<bool>(type: "boolean", nullable: false),
                    sequence = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_staff_accounts", x => new { x.person_id, x.account });
                },
                comment: "Chain accounts of members of the desk: customers who pay from them are their own.");

            migrationBuilder.CreateTable(
                name: "transfers",
                schema: "creditgrants",
                columns: table => new
                {
                    fact_id = table.Column<string>(type: "text", nullable: false),
                    chain = table.Column<string>(type: "text", nullable: false),
                    from = table.Column<string>(type: "text", nullable: false),
                    to = table.Column<string>(type: "text", nullable: false),
                    planck = table.Column<BigInteger>(type: "numeric(60,0)", nullable: false),
                    occurred_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_transfers", x => x.fact_id);
                },
                comment: "Transfers that touch a watched account.");

            migrationBuilder.CreateIndex(
                name: "alarms_open",
                schema: "creditgrants",
                table: "alarms",
                columns: new[] { "programme_id", "id" },
                filter: "closed_at is null");

            migrationBuilder.CreateIndex(
                name: "ix_alarms_programme_id_cause",
                schema: "creditgrants",
                table: "alarms",
                columns: new[] { "programme_id", "cause" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "budget_events_by_grant",
                schema: "creditgrants",
                table: "budget_events",
                columns: new[] { "programme_id", "grant_number", "number" });

            migrationBuilder.CreateIndex(
                name: "ix_budget_events_programme_id_event_id",
                schema: "creditgrants",
                table: "budget_events",
                columns: new[] { "programme_id", "event_id" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_codes_programme_id_provider_id",
                schema: "creditgrants",
                table: "codes",
                columns: new[] { "programme_id", "provider", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_codes_sha256",
                schema: "creditgrants",
                table: "codes",
                column: "sha256",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_credit_facts_account",
                schema: "creditgrants",
                table: "credit_facts",
                column: "account");

            migrationBuilder.CreateIndex(
                name: "ix_customer_keys_kind_network_value",
                schema: "creditgrants",
                table: "customer_keys",
                columns: new[] { "kind", "network", "value" });

            migrationBuilder.CreateIndex(
                name: "ix_customer_payments_account_id_occurred_at",
                schema: "creditgrants",
                table: "customer_payments",
                columns: new[] { "account_id", "occurred_at" });

            migrationBuilder.CreateIndex(
                name: "ix_decisions_grant_id_id",
                schema: "creditgrants",
                table: "decisions",
                columns: new[] { "grant_id", "id" });

            migrationBuilder.CreateIndex(
                name: "grants_by_account",
                schema: "creditgrants",
                table: "grants",
                columns: new[] { "account_id", "id" });

            migrationBuilder.CreateIndex(
                name: "grants_by_programme",
                schema: "creditgrants",
                table: "grants",
                columns: new[] { "programme_id", "state", "id" });

            migrationBuilder.CreateIndex(
                name: "grants_by_requester",
                schema: "creditgrants",
                table: "grants",
                columns: new[] { "requested_by_id", "id" });

            migrationBuilder.CreateIndex(
                name: "grants_by_team",
                schema: "creditgrants",
                table: "grants",
                column: "team_ids")
                .Annotation("Npgsql:IndexMethod", "gin");

            migrationBuilder.CreateIndex(
                name: "ix_grants_number",
                schema: "creditgrants",
                table: "grants",
                column: "number",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_merged_accounts_absorbed_id",
                schema: "creditgrants",
                table: "merged_accounts",
                column: "absorbed_id");

            migrationBuilder.CreateIndex(
                name: "ix_merged_accounts_survivor_id",
                schema: "creditgrants",
                table: "merged_accounts",
                column: "survivor_id");

            migrationBuilder.CreateIndex(
                name: "ix_paid_cores_chain_core_begin",
                schema: "creditgrants",
                table: "paid_cores",
                columns: new[] { "chain", "core", "begin" });

            migrationBuilder.CreateIndex(
                name: "ix_paid_cores_grant_number",
                schema: "creditgrants",
                table: "paid_cores",
                column: "grant_number");

            migrationBuilder.CreateIndex(
                name: "paid_cores_unused",
                schema: "creditgrants",
                table: "paid_cores",
                columns: new[] { "chain", "begin" },
                filter: "used_at is null");

            migrationBuilder.CreateIndex(
                name: "ix_pool_payments_grant_number_occurred_at",
                schema: "creditgrants",
                table: "pool_payments",
                columns: new[] { "grant_number", "occurred_at" });

            migrationBuilder.CreateIndex(
                name: "ix_pool_payments_programme_id_chain_block_number",
                schema: "creditgrants",
                table: "pool_payments",
                columns: new[] { "programme_id", "chain", "block_number" });

            migrationBuilder.CreateIndex(
                name: "ix_programmes_number",
                schema: "creditgrants",
                table: "programmes",
                column: "number",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "programmes_one_for_each_pool",
                schema: "creditgrants",
                table: "programmes",
                columns: new[] { "network", "pool" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_region_facts_chain_core_begin",
                schema: "creditgrants",
                table: "region_facts",
                columns: new[] { "chain", "core", "begin" });

            migrationBuilder.CreateIndex(
                name: "ix_remarks_chain_block_number_extrinsic",
                schema: "creditgrants",
                table: "remarks",
                columns: new[] { "chain", "block_number", "extrinsic" });

            migrationBuilder.CreateIndex(
                name: "ix_transfers_to_occurred_at",
                schema: "creditgrants",
                table: "transfers",
                columns: new[] { "to", "occurred_at" });

            migrationBuilder.Sql(LedgerGuard.Create);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql(LedgerGuard.Drop);

            migrationBuilder.DropTable(
                name: "alarms",
                schema: "creditgrants");

            migrationBuilder.DropTable(
                name: "budget_events",
                schema: "creditgrants");

            migrationBuilder.DropTable(
                name: "codes",
                schema: "creditgrants");

            migrationBuilder.DropTable(
                name: "credit_facts",
                schema: "creditgrants");

            migrationBuilder.DropTable(
                name: "customer_keys",
                schema: "creditgrants");

            migrationBuilder.DropTable(
                name: "customer_payments",
                schema: "creditgrants");

            migrationBuilder.DropTable(
                name: "decisions",
                schema: "creditgrants");

            migrationBuilder.DropTable(
                name: "grants",
                schema: "creditgrants");

            migrationBuilder.DropTable(
                name: "merged_accounts",
                schema: "creditgrants");

            migrationBuilder.DropTable(
                name: "paid_cores",
                schema: "creditgrants");

            migrationBuilder.DropTable(
                name: "parties",
                schema: "creditgrants");

            migrationBuilder.DropTable(
                name: "pool_balances",
                schema: "creditgrants");

            migrationBuilder.DropTable(
                name: "pool_payments",
                schema: "creditgrants");

            migrationBuilder.DropTable(
                name: "postings",
                schema: "creditgrants");

            migrationBuilder.DropTable(
                name: "programmes",
                schema: "creditgrants");

            migrationBuilder.DropTable(
                name: "providers",
                schema: "creditgrants");

            migrationBuilder.DropTable(
                name: "region_facts",
                schema: "creditgrants");

            migrationBuilder.DropTable(
                name: "remarks",
                schema: "creditgrants");

            migrationBuilder.DropTable(
                name: "staff",
                schema: "creditgrants");

            migrationBuilder.DropTable(
                name: "staff_accounts",
                schema: "creditgrants");

            migrationBuilder.DropTable(
                name: "transfers",
                schema: "creditgrants");

            migrationBuilder.DropSequence(
                name: "grant_numbers",
                schema: "creditgrants");

            migrationBuilder.DropSequence(
                name: "programme_numbers",
                schema: "creditgrants");
        }
    }
}
