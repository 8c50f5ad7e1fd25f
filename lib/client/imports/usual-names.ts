/**
 * Names that exports of MDMs, inventories and people give their columns, in all our languages: small letters and digits only, between
 * blanks. The labels of the console are among them.
 */
export const usualNames: Readonly<Record<string, string>> = {
  externalId:
    'id deviceid udid uuid guid hostid mdmid idinthefeed idinderquelle idenelorigen ' +
    'tunnussyötteessä iddanslasource idnellorigine フィードでのid 피드의id idnofeed 数据源中的id ' +
    '資料來源中的識別碼 idinthemdm idimmdm idenelmdm tunnusmdmssä iddanslemdm idnellmdm mdmでのid ' +
    'mdm의id idnomdm mdm中的id mdm中的識別碼 フィード内のid geräteid gerätekennung iddeldispositivo ' +
    'laitetunnus laitteentunnus iddelappareil identifiantdelappareil iddispositivo デバイスid ' +
    '端末id 端末番号 디바이스id 기기id 장치id iddodispositivo iddoaparelho 设备id 设备编号 裝置id 裝置編號',
  checkedInAt:
    'lastcheckin lastcheckindate lastcheckintime lastseen lastcontact lastsync ' +
    'lastsyncdatetime lastinventoryupdate checkedinat letztercheckin últimocheckin ' +
    'viimeisinilmoittautuminen derniercheckin ultimocheckin 最終チェックイン 마지막체크인 上次签入 上次簽入 ' +
    'letzterkontakt zuletztgesehen letztesynchronisierung letzteanmeldungdesgeräts ' +
    'últimocontacto últimaconexión vistoporúltimavez últimasincronización viimeisinyhteys ' +
    'viimeksinähty viimeisinsynkronointi derniercontact dernièreconnexion ' +
    'vupourladernièrefois dernièresynchronisation ultimocontatto ultimaconnessione ' +
    'ultimasincronizzazione vistolultimavolta 最終接続 最終接続日時 最終通信 最終通信日時 最終同期 最終同期日時 ' +
    '最終チェックイン日時 最終確認日時 마지막접속 마지막연결 마지막동기화 최근접속 최근접속시간 últimocontato últimaconexão ' +
    'vistoporúltimo últimasincronização 上次连接 上次连接时间 上次同步 上次同步时间 最后连接时间 最后同步时间 最后在线 上次連線 ' +
    '上次連線時間 上次同步時間 最後連線時間 最後同步時間',
  'device.name':
    'name devicename hostname computername displayname nombre nimi nom nome 名前 이름 名称 名稱 ' +
    'device gerät dispositivo laite appareil デバイス 디바이스 设备 裝置 gerätename rechnername ' +
    'nombredeldispositivo nombredelequipo laitteennimi laitenimi tietokoneennimi ' +
    'nomdelappareil nomdelordinateur nomedispositivo nomedeldispositivo nomecomputer ' +
    'デバイス名 端末名 コンピューター名 コンピュータ名 ホスト名 디바이스이름 기기이름 기기명 장치이름 컴퓨터이름 호스트이름 nomedodispositivo ' +
    'nomedoaparelho nomedocomputador 设备名称 设备名 计算机名 主机名 裝置名稱 電腦名稱 主機名稱',
  'device.serialNumber':
    'serial serialnumber serialno hardwareserial seriennummer númerodeserie sarjanumero ' +
    'numérodesérie numerodiserie シリアル番号 일련번호 númerodesérie 序列号 序號 seriennr nodeserie ' +
    'sarjanro ndesérie numérosérie ndiserie matricola シリアル シリアルno 製造番号 시리얼번호 nodesérie 序号',
  'device.os':
    'os platform platformtype operatingsystem system so käyttöjärjestelmä sistema ' +
    'järjestelmä système 시스템 系统 系統 betriebssystem plattform sistemaoperativo plataforma ' +
    'alusta systèmedexploitation plateforme piattaforma オペレーティングシステム プラットフォーム 운영체제 플랫폼 ' +
    'sistemaoperacional 操作系统 平台 作業系統',
  'device.osVersion':
    'osversion platformversion operatingsystemversion version betriebssystemversion ' +
    'versióndelsistemaoperativo käyttöjärjestelmänversio versiondusystème ' +
    'versionedelsistemaoperativo osバージョン os버전 versãodoso os版本 bsversion versióndelso ' +
    'versión käyttöjärjestelmäversio versio versiondusystèmedexploitation ' +
    'versionesistemaoperativo versioneso versionedelso versiondelos versione バージョン osのバージョン 운영체제버전 버전 ' +
    'versãodosistemaoperacional versão 操作系统版本 系统版本 版本 作業系統版本 系統版本',
  'device.manufacturer':
    'manufacturer vendor make hardwarevendor hersteller fabricante valmistaja fabricant ' +
    'produttore メーカー 제조업체 制造商 製造商 constructeur fabbricante 製造元 제조사 厂商 廠商',
  'device.model':
    'model devicemodel hardwaremodel prettymodel modell modelo malli modèle modello モデル ' +
    '모델 型号 型號 gerätemodell modelodeldispositivo laitemalli modèledelappareil モデル名 機種 機種名 ' +
    '모델명 modelododispositivo 设备型号 裝置型號',
  'device.ownership':
    'ownership ownershiptype owner besitz propiedad omistajuus propriété proprietà 所有区分 ' +
    '소유권 propriedade 所有权 擁有權 eigentümer eigentum propietario omistaja propriétaire ' +
    'proprietario 所有者 소유자 proprietário 所有權',
  'device.encrypted':
    'encrypted isencrypted encryption diskencryption verschlüsselt cifrado salattu ' +
    'chiffré crittografato 暗号化 암호화됨 criptografado 已加密 verschlüsselung salaus chiffrement ' +
    'crittografia cifratura 암호화 criptografia 加密',
  'device.passcodeSet':
    'passcode passcodeset passcodepresent haspasscode passcodefestgelegt ' +
    'códigodeaccesoestablecido pääsykoodiasetettu codedaccèsdéfini ' +
    'codicediaccessoimpostato パスコード設定 암호설정됨 códigodeacessodefinido 已设置密码 已設定密碼 gerätecode ' +
    'códigodeacceso pääsykoodi codedaccès codice パスコード 암호설정 códigodeacesso 密码 密碼',
  'device.compromised':
    'compromised jailbroken rooted kompromittiert comprometido murrettu compromis ' +
    'compromesso 改ざん脱獄root化 손상됨탈옥루팅 已越狱或获取root权限 已越獄或取得root權限 jailbreak gerootet liberado ' +
    'débridé 脱獄 탈옥 越狱 越獄',
  'user.principalName':
    'user upn userprincipalname email emailaddress useremail principalname ' +
    'benutzerprinzipalname nombreprincipaldeusuario täydellinenkäyttäjätunnusupn ' +
    'nomdutilisateurprincipal nomedellentitàutente ユーザープリンシパル名 사용자계정이름upn ' +
    'nomeprincipaldousuárioupn 用户主体名称 使用者主體名稱 benutzer usuario käyttäjä utilisateur ' +
    'utente ユーザー 사용자 usuário 用户 使用者 anwender emailadresse correoelectrónico correo ' +
    'sähköposti sähköpostiosoite adresseemail courriel indirizzoemail postaelettronica ' +
    'メール メールアドレス 利用者 이메일 이메일주소 메일주소 endereçodeemail 邮箱 电子邮件 電子郵件 信箱',
  'user.displayName':
    'username userdisplayname fullname realname usersname namedesbenutzers ' +
    'nombredelusuario käyttäjännimi nomdelutilisateur nomedellutente ユーザーの表示名 사용자이름 ' +
    'nomedousuário 用户姓名 使用者姓名 benutzername vollständigername nombredeusuario ' +
    'nombrecompleto käyttäjänimi kokonimi nomdutilisateur nomcomplet nomeutente ' +
    'nomecompleto ユーザー名 氏名 성명 nomedeusuário 用户名 姓名 使用者名稱',
  'user.azureUserId':
    'usersentraobjectid entraobjektiddesbenutzers iddeobjetodeentradelusuario ' +
    'käyttäjänentraobjektitunnus iddobjetentradelutilisateur idoggettoentradellutente ' +
    'ユーザーのentraオブジェクトid 사용자의entra개체id iddeobjetodousuárionoentra 用户的entra对象id ' +
    '使用者的entra物件識別碼',
  'violations.0.policy':
    'policy violatedpolicy violation violations verstöße infracciones rikkomukset ' +
    'infractions violazioni 違反 위반 violações 违规 違規 richtlinie verletzterichtlinie ' +
    'directiva política käytäntö stratégie politique criterio ポリシー 정책 策略 原則',
  'violations.0.action': 'action',
  'azure.deviceId':
    'azuredeviceid azureaddeviceid azureadid entradeviceid aaddeviceid azuregeräteid ' +
    'iddedispositivodeazure azurelaitetunnus iddappareilazure iddispositivoazure ' +
    'azureデバイスid azure디바이스id iddedispositivodoazure azure设备id azure裝置識別碼 azureid ' +
    'iddeazure azuretunnus idazure iddoazure azure識別碼 entrageräteid entraデバイスid entra设备id ' +
    'entra裝置id',
  'azure.clientStatusCode':
    'clientstatuscode azureclientstatuscode códigodeestadodelcliente ' +
    'asiakasohjelmantilakoodi codedétatduclient codicedistatodelclient クライアントステータスコード ' +
    '클라이언트상태코드 códigodestatusdocliente 客户端状态代码 用戶端狀態代碼 clientcode códigodecliente ' +
    'asiakasohjelmankoodi codeclient codiceclient クライアントコード 클라이언트코드 códigodocliente 客户端代码 ' +
    '用戶端代碼',
  'azure.userPrincipalName':
    'azureuserprincipalname azureuserupn upndesazurebenutzers upndelusuariodeazure ' +
    'azurekäyttäjänupn upndelutilisateurazure upndellutenteazure azureユーザーupn azure사용자upn ' +
    'upndousuáriodoazure azure用户upn azure使用者upn',
};
