"""Our own short English titles of services, by short name: the official packages have Chinese ones only."""

from __future__ import annotations

from typing import Final

_TABLE: Final = """
aai AI Chat and Speech
aca AI Clinical Assistant
acp App Compliance Platform
adp Agent Development Platform
advisor Smart Advisor
af Lending Anti-Fraud
afc Custom Fraud Models
ags Agent Sandbox
ai3d Hunyuan 3D
aiart Hunyuan Image
alb Application Load Balancer
ame Licensed Music
ams Audio Moderation
anicloud Animation Assets
antiddos Anti-DDoS
ape Licensed Images
api Cloud API
apigateway API Gateway
apis AI Agent Security Gateway
apm Application Performance Management
as Auto Scaling
asr Speech Recognition
asw Application Workflows
ba ICP Filing
batch Batch Compute
bda Body Analysis
bdrc Backup and Disaster Recovery
bh Bastion Host
bi Business Intelligence
billing Billing Center
bizlive Business Live Streaming
bm Bare Metal Servers
bma Brand Management
bmeip Bare Metal Elastic IP
bmlb Bare Metal Load Balancer
bmvpc Bare Metal VPC
bpaas Business Process
bri Business Risk Intelligence
bsca Software Composition Analysis
btoe Blockchain Evidence
ca Certificate Authority
cam Access Management
captcha Captcha
car Cloud Application Rendering
cat Cloud Automated Testing
cbs Cloud Block Storage
ccc Cloud Contact Center
cdb TencentDB for MySQL
cdc Dedicated Cluster
cdn Content Delivery Network
cds Data Security Audit
cdwch TCHouse-C (ClickHouse)
cdwdoris TCHouse-D (Doris)
cdwpg TCHouse-P (PostgreSQL)
cdz Dedicated Zone
cetcd Managed etcd
cfg Chaos Engineering
cfs Cloud File Storage
cfw Cloud Firewall
chc Hosted Physical Servers
chdfs Cloud HDFS
ciam Customer Identity and Account Risk
cii Insurance Assistant
cim Instant Messaging
ckafka CKafka Message Queue
clb Cloud Load Balancer
cloudapp Cloud Apps
cloudaudit Cloud Audit
cloudhsm Cloud HSM
cloudmate Cloud Mate
cloudrc Resource Center
cloudstudio Cloud Studio
cls Cloud Log Service
cme Cloud Media Editing
cmq CMQ Message Queue
cms Content Moderation (older)
cngw Cloud Native Gateway
config Configuration Audit
controlcenter Control Center
cpdp Enterprise Payments
csip Cloud Security Center
csxg 5G Cloud Access
ctem Exposure Management
ctsdb Time Series Database
cvm Cloud Virtual Machine
cwp Cloud Workload Protection
cws Vulnerability Scan
cynosdb TDSQL-C for MySQL
dasb Data Security Bastion Host
dataagent Data Analysis Agent
databuddy DataBuddy
dataintegration Data Integration
dayu Anti-DDoS (older)
dbbrain DBbrain Database Advisor
dbdc Dedicated Database Cluster
dbs Database Backup
dc Direct Connect
dcdb TDSQL for MySQL
dlc Data Lake Compute
dms Email Sending
dnspod DNSPod
domain Domain Registration
drm Digital Rights Management
ds Document Service
dsgc Data Security Governance
dts Data Transmission
eb EventBridge
ecc English Composition Correction
ecdn Whole Site Acceleration
ecm Edge Computing Machine
edgezone Edge Zone
eiam Employee Identity
eis Data Connectors
emr Elastic MapReduce
es Elasticsearch Service
ess E-Sign Enterprise
essbasic E-Sign Basic
evt Event Center
facefusion Face Fusion
faceid Identity Verification (eKYC)
fmu Face Makeup
ft Face Transformation
fwm Firewall Manager
ga2 Global Accelerator
gaap Global Application Acceleration
gme Game Multimedia Engine
goosefs GooseFS Data Acceleration
gpm Game Player Matchmaking
gs Cloud Gaming
gse Game Server Engine
gwlb Gateway Load Balancer
habo Habo Malware Analysis
hai Hyper Application Inventor
hasim High-Availability IoT SIM
hcm Math Homework Correction
hunyuan Hunyuan Large Model
iai Face Recognition
iap Identity Recognition Platform
ic Image Compression
icr Conversation Robot
ie Intelligent Editing
ig Intelligent Patient Guidance
igtm Global Traffic Manager
ims Image Moderation
intlpartnersmgt International Partner Management
ioa iOA Zero Trust
iot IoT Suite (older)
iotcloud IoT Hub
iotexplorer IoT Explorer
iotvideo IoT Video
iotvideoindustry IoT Video for Industry
ip International Partners
irp Intelligent Recommendation
iss Intelligent Video Surveillance
ivld Video Labeling
keewidb TencentDB for KeeWiDB
kms Key Management
lcic Interactive Classroom
lighthouse Lighthouse
live Cloud Streaming (CSS)
lke Knowledge Engine Agents
lkeap Knowledge Engine Atomic APIs
lowcode CloudBase Low-Code
mall Shopping Mall Visitor Data
mariadb TencentDB for MariaDB
market Marketplace
mdc StreamLink Media Transport
mdl StreamLive
mdp StreamPackage
memcached TencentDB for Memcached
message Message Center
mmps Mini Program Security
mna Multi-Network Acceleration
mongodb TencentDB for MongoDB
monitor Tencent Cloud Observability Platform
mps Media Processing
mqtt MQTT Message Queue
mrs Medical Report Structuring
ms Mobile Security
msp Migration Service Platform
nlp Natural Language Processing
npp Number Protection
oceanus Stream Compute (Oceanus)
ocr Text Recognition (OCR)
omics Omics Platform
organization Organization and Account Management
partners Channel Partners
portal Website Portal
postgres TencentDB for PostgreSQL
privatedns Private DNS
pts Performance Testing
quota Quota Center
rce Risk Control Engine
redis TencentDB for Redis
region Region Management
rum Real User Monitoring
scf Serverless Cloud Functions
securitylake Security Lake
ses Simple Email Service
smh Smart Media Hosting
smop User Operations
sms Short Message Service
soe Oral English Evaluation
sqlserver TencentDB for SQL Server
ssa Security Operations Center
ssl SSL Certificates
sslpod SSL Certificate Monitoring
ssm Secrets Manager
sts Security Token Service
svp Savings Plan
taf Ad Fraud Detection
tag Tags
tat TencentCloud Automation Tools
tbaas Blockchain as a Service
tbp Bot Platform
tcaplusdb TcaplusDB Game Database
tcb CloudBase
tcbr CloudBase Run
tccatalog TCLake Data Catalog
tchd Health Dashboard
tcm Service Mesh
tcmpp Mini Program Platform
tcr Container Registry
tcsas Superapp as a Service
tcss Container Security
tdai Database AI Service
tdcpg TDSQL-C for PostgreSQL
tdid Decentralized Identity
tdmq TDMQ Message Queue
tdmysql TDSQL
tds Device Security
tem Elastic Microservices
teo EdgeOne
thpc High Performance Computing
tia Machine Learning (older)
tiia Image Analysis
tione TI-ONE Training Platform
tiw Interactive Whiteboard
tke Kubernetes Engine
tkgdq Knowledge Graph Queries
tms Text Moderation
tmt Machine Translation
tokenhub TokenHub
tourism Tourism Visitor Data
trabbit RabbitMQ Serverless
trocket RocketMQ Message Queue
trp Product Traceability
trro Real-Time Remote Operation
trtc Real-Time Communication
tse Microservice Engine
tsf Service Framework
tsi Simultaneous Interpretation
tsw Service Watcher
tts Text to Speech
vcg Video Generation
vclm Hunyuan Video
vcube Audio and Video Terminal Engine
vdb Vector Database
vm Video Moderation
vms Voice Messages
vod Video on Demand
vpc Virtual Private Cloud
vrs Voice Cloning
vtc Video Translation
waf Web Application Firewall
wav WeCom for Car Dealers
wedata WeData Data Governance
weilingwith Weiling Building Platform
wimgs Web Image Search
workbuddyenterprise WorkBuddy Enterprise
wsa Web Search
wss SSL Certificates (older)
yinsuda Live Streaming Music Rights
yunjing Workload Protection (older)
yunsou Cloud Search
"""
TITLES: Final = {name: title for name, _, title in (line.partition(" ") for line in _TABLE.strip().split("\n"))}
