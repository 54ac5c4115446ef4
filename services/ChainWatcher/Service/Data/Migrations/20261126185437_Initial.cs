using System;
using CoretimeDesk.Hosting;
using CoretimeDesk.Journal;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace CoretimeDesk.ChainWatcher.Data.Migrations
{
    /// <inheritdoc />
    public partial class Initial : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.EnsureSchema(
                name: "chainwatcher");

            migrationBuilder.Sql(JournalSchema.V1("chainwatcher"));
            migrationBuilder.Sql(RevocationsSchema.V1("chainwatcher"));

            migrationBuilder.CreateTable(
                name: "chains",
                schema: "chainwatcher",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    name = table.Column<string>(type: "text", nullable: false),
                    kind = table.Column<short>(type: "smallint", nullable: false),
                    genesis_hash = table.Column<byte[]>(type: "bytea", nullable: false),
                    first_block = table.Column<long>(type: "bigint", nullable: false),
                    block_number = table.Column<long>(type: "bigint", nullable: false),
                    block_hash = table.Column<byte[]>(type: "bytea", nullable: false),
                    block_time = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    relay_block = table.Column<long>(type: "bigint", nullable: false),
                    spec_name = table.Column<string>(type: "text", nullable: false),
                    spec_version = table.Column<long>(type: "bigint", nullable: false),
                    facts = table.Column<long>(type: "bigint", nullable: false),
                    market = table.Column<byte[]>(type: "bytea", nullable: false),
                    stop_reason = table.Column<string>(type: "text", nullable: true),
                    stop_message = table.Column<string>(type: "text", nullable: true),
                    version = table.Column<long>(type: "bigint", nullable: false),
                    sequence = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_chains", x => x.id);
                    table.CheckConstraint("chains_hashes", "octet_length(genesis_hash) = 32 and octet_length(block_hash) = 32");
                    table.CheckConstraint("chains_stop_is_whole", "(stop_reason is null) = (stop_message is null)");
                },
                comment: "One row per followed chain: the last block whose facts are saved.");

            migrationBuilder.CreateTable(
                name: "backfills",
                schema: "chainwatcher",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    chain_id = table.Column<Guid>(type: "uuid", nullable: false),
                    from_block = table.Column<long>(type: "bigint", nullable: false),
                    to_block = table.Column<long>(type: "bigint", nullable: false),
                    at_block = table.Column<long>(type: "bigint", nullable: false),
                    at_hash = table.Column<byte[]>(type: "bytea", nullable: false),
                    facts = table.Column<long>(type: "bigint", nullable: false),
                    is_done = table.Column<bool>(type: "boolean", nullable: false),
                    stop_message = table.Column<string>(type: "text", nullable: true),
                    started_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    version = table.Column<long>(type: "bigint", nullable: false),
                    sequence = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_backfills", x => x.id);
                    table.ForeignKey(
                        name: "fk_backfills_chains_chain_id",
                        column: x => x.chain_id,
                        principalSchema: "chainwatcher",
                        principalTable: "chains",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                },
                comment: "Reading of blocks from before the follower began. At most one runs for a chain.");

            migrationBuilder.CreateTable(
                name: "facts",
                schema: "chainwatcher",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    chain_id = table.Column<Guid>(type: "uuid", nullable: false),
                    block_number = table.Column<long>(type: "bigint", nullable: false),
                    event_index = table.Column<int>(type: "integer", nullable: false),
                    type = table.Column<string>(type: "text", nullable: false),
                    json = table.Column<string>(type: "jsonb", nullable: false),
                    block_hash = table.Column<byte[]>(type: "bytea", nullable: false),
                    extrinsic_index = table.Column<int>(type: "integer", nullable: false),
                    accounts = table.Column<string[]>(type: "text[]", nullable: false),
                    tasks = table.Column<long[]>(type: "bigint[]", nullable: false),
                    occurred_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    recorded_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_facts", x => x.id);
                    table.ForeignKey(
                        name: "fk_facts_chains_chain_id",
                        column: x => x.chain_id,
                        principalSchema: "chainwatcher",
                        principalTable: "chains",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                },
                comment: "What finalised blocks mean to the desk. A row never changes; its id is made of chain, block hash and event index.");

            migrationBuilder.CreateTable(
                name: "regions",
                schema: "chainwatcher",
                columns: table => new
                {
                    chain_id = table.Column<Guid>(type: "uuid", nullable: false),
                    begin = table.Column<long>(type: "bigint", nullable: false),
                    core = table.Column<int>(type: "integer", nullable: false),
                    mask = table.Column<string>(type: "text", nullable: false),
                    end = table.Column<long>(type: "bigint", nullable: false),
                    owner = table.Column<string>(type: "text", nullable: true),
                    paid = table.Column<string>(type: "text", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_regions", x => new { x.chain_id, x.begin, x.core, x.mask });
                    table.ForeignKey(
                        name: "fk_regions_chains_chain_id",
                        column: x => x.chain_id,
                        principalSchema: "chainwatcher",
                        principalTable: "chains",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                },
                comment: "Regions in storage at the chain's checkpoint.");

            migrationBuilder.CreateTable(
                name: "renewals",
                schema: "chainwatcher",
                columns: table => new
                {
                    chain_id = table.Column<Guid>(type: "uuid", nullable: false),
                    core = table.Column<int>(type: "integer", nullable: false),
                    begin = table.Column<long>(type: "bigint", nullable: false),
                    price = table.Column<string>(type: "text", nullable: false),
                    tasks = table.Column<long[]>(type: "bigint[]", nullable: false),
                    is_complete = table.Column<bool>(type: "boolean", nullable: false),
                    auto_renewal = table.Column<bool>(type: "boolean", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_renewals", x => new { x.chain_id, x.core, x.begin });
                    table.ForeignKey(
                        name: "fk_renewals_chains_chain_id",
                        column: x => x.chain_id,
                        principalSchema: "chainwatcher",
                        principalTable: "chains",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                },
                comment: "Rights to renew in storage at the chain's checkpoint.");

            migrationBuilder.CreateIndex(
                name: "backfills_one_runs",
                schema: "chainwatcher",
                table: "backfills",
                column: "chain_id",
                unique: true,
                filter: "not is_done and stop_message is null");

            migrationBuilder.CreateIndex(
                name: "ix_chains_name",
                schema: "chainwatcher",
                table: "chains",
                column: "name",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_facts_accounts",
                schema: "chainwatcher",
                table: "facts",
                column: "accounts")
                .Annotation("Npgsql:IndexMethod", "gin");

            migrationBuilder.CreateIndex(
                name: "ix_facts_chain_id_block_number_event_index",
                schema: "chainwatcher",
                table: "facts",
                columns: new[] { "chain_id", "block_number", "event_index" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_facts_tasks",
                schema: "chainwatcher",
                table: "facts",
                column: "tasks")
                .Annotation("Npgsql:IndexMethod", "gin");

            migrationBuilder.CreateIndex(
                name: "ix_facts_type_occurred_at",
                schema: "chainwatcher",
                table: "facts",
                columns: new[] { "type", "occurred_at" });

            migrationBuilder.CreateIndex(
                name: "ix_regions_chain_id_owner",
                schema: "chainwatcher",
                table: "regions",
                columns: new[] { "chain_id", "owner" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql(RevocationsSchema.DropV1("chainwatcher"));
            migrationBuilder.Sql(JournalSchema.DropV1("chainwatcher"));

            migrationBuilder.DropTable(
                name: "backfills",
                schema: "chainwatcher");

            migrationBuilder.DropTable(
                name: "facts",
                schema: "chainwatcher");

            migrationBuilder.DropTable(
                name: "regions",
                schema: "chainwatcher");

            migrationBuilder.DropTable(
                name: "renewals",
                schema: "chainwatcher");

            migrationBuilder.DropTable(
                name: "chains",
                schema: "chainwatcher");
        }
    }
}
